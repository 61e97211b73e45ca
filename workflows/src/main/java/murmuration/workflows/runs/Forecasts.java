package murmuration.workflows.runs;

import murmuration.core.RunSpec;

/** Says what a run would come to, as whoever may read its conversations knows. */
@FunctionalInterface
public interface Forecasts {
    /** What a run of this spec over this data set would come to. */
    Outlook of(RunSpec spec, Dataset dataset);
}

package murmuration.workflows.runs;

import murmuration.core.RunSpec;

/** What models cost, as whoever asks them knows it. */
public interface Prices {
    /** Refuses, as INVALID_SPEC, a budget that cannot be kept since one of the spec's models has no price. */
    void require(RunSpec spec);
}

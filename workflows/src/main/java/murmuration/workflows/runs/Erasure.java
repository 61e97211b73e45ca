package murmuration.workflows.runs;

import java.util.Map;
import murmuration.core.RunKey;

/** Deletes what services hold; what is gone already is no failure. */
public interface Erasure {
    /** Withdraws what a run has published, then deletes its clusters, names, reviews and vectors; store → items removed. */
    Map<String, Long> run(RunKey run);

    /**
     * Withdraws what a run has published, then deletes its clusters, names and reviews, but not what they are made from: its
     * facet values, its vectors and what models answered.
     */
    void computed(RunKey run);

    /** Deletes a data set's conversations and all facet values of its runs; store → items removed. */
    Map<String, Long> dataset(DatasetKey dataset);
}

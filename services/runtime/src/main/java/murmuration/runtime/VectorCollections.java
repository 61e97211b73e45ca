package murmuration.runtime;

import murmuration.core.RunKey;

/** Names of collections in the vector store; the one place that knows the rule. */
public final class VectorCollections {
    private VectorCollections() {}

    /** The vectors of one facet of a run. The tenant is part of it, so that no tenant reaches another's by a run's id. */
    public static String ofRun(RunKey run, String facet) {
        return run.tenant() + "-run-" + run.runId() + "-" + facet;
    }
}

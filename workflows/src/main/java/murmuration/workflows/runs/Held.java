package murmuration.workflows.runs;

/** What is held of a run that has ended, each kind for a time of its own. */
public enum Held {
    /** What is published of it. */
    RESULTS,
    /** What it was computed through: facet values, clusters, reviews; not which conversations it drew. */
    WORK,
    /** Vectors of its summaries; those of endpoints too, unless another run has used the same. */
    VECTORS,
    /** What models answered for it, unless another run has used the same. */
    RESPONSES
}

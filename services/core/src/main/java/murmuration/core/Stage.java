package murmuration.core;

/** Where a run is, in the order in which it gets there. */
public enum Stage {
    IMPORT,
    PLAN,
    EXTRACT,
    EMBED,
    CLUSTER,
    MINIMUMS,
    NAME,
    REVIEW,
    RAISE,
    LAYOUT,
    APPROVE,
    PUBLISH
}

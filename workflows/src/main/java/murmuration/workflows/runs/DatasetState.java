package murmuration.workflows.runs;

/** Where a data set is. */
public enum DatasetState {
    IMPORTING,
    READY,
    FAILED,
    /** Its conversations have gone by retention, and nothing can be made of it any more; what is published of its runs stays. */
    EXPIRED,
    /** No longer to be used; some of what it held may still be there, until its deletion has come to its end. */
    DELETING,
    DELETED
}

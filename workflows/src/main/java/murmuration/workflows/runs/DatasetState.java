package murmuration.workflows.runs;

/** Where a data set is. */
public enum DatasetState {
    IMPORTING,
    READY,
    FAILED,
    /** No longer to be used; some of what it held may still be there until it is deleted again. */
    DELETING,
    DELETED
}

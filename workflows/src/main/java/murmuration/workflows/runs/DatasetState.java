package murmuration.workflows.runs;

/** Where a data set is. */
public enum DatasetState {
    IMPORTING,
    READY,
    FAILED,
    DELETED
}

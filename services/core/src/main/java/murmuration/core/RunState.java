package murmuration.core;

/** What a run is doing as a whole. */
public enum RunState {
    QUEUED,
    RUNNING,
    PAUSED,
    AWAITING_APPROVAL,
    PUBLISHED,
    FAILED,
    CANCELED;

    /** Whether the run has come to its end. */
    public boolean ended() {
        return this == PUBLISHED || this == FAILED || this == CANCELED;
    }
}

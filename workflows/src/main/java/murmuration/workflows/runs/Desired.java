package murmuration.workflows.runs;

/** What the owner of a run wants; a row that every step reads while it works. */
public enum Desired {
    RUN,
    PAUSE,
    CANCEL,
    /** To run, but from its plan on: what it was made of has been erased. Never what a row holds. */
    START_OVER
}

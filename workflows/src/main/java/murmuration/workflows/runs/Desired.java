package murmuration.workflows.runs;

/** What the owner of a run wants; a row that every step reads while it works. */
public enum Desired {
    RUN,
    PAUSE,
    CANCEL
}

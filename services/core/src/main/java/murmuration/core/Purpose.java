package murmuration.core;

/** What a language model is asked for; each purpose may have a model of its own, and has a prompt of its own. */
public enum Purpose {
    SCREEN(Stage.EXTRACT),
    FACETS(Stage.EXTRACT),
    NAME(Stage.NAME),
    PROPOSE(Stage.RAISE),
    DEDUPLICATE(Stage.RAISE),
    ASSIGN(Stage.RAISE),
    RENAME(Stage.RAISE),
    AUDIT(Stage.REVIEW);

    private final Stage stage;

    Purpose(Stage stage) {
        this.stage = stage;
    }

    /** The stage that it belongs to; higher levels are named and reviewed while they are raised, for the same purposes. */
    public Stage stage() {
        return stage;
    }
}

package murmuration.core;

import java.util.List;
import java.util.stream.Stream;

/** What a model is asked for. What a language model is asked for may have a model of its own, and has a prompt of its own. */
public enum Purpose {
    SCREEN(Stage.EXTRACT),
    FACETS(Stage.EXTRACT),
    NAME(Stage.NAME),
    PROPOSE(Stage.RAISE),
    DEDUPLICATE(Stage.RAISE),
    ASSIGN(Stage.RAISE),
    RENAME(Stage.RAISE),
    AUDIT(Stage.REVIEW),
    /** Vectors of texts, which no language model gives. */
    EMBED(Stage.EMBED);

    private static final List<Purpose> QUESTIONS =
            Stream.of(values()).filter(purpose -> purpose != EMBED).toList();

    private final Stage stage;

    Purpose(Stage stage) {
        this.stage = stage;
    }

    /** Those for which a language model is asked. */
    public static List<Purpose> questions() {
        return QUESTIONS;
    }

    /** The stage that it belongs to; higher levels are named and reviewed while they are raised, for the same purposes. */
    public Stage stage() {
        return stage;
    }
}

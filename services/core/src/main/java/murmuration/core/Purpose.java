package murmuration.core;

/** What a language model is asked for; each purpose may have a model of its own, and has a prompt of its own. */
public enum Purpose {
    SCREEN,
    FACETS,
    NAME,
    PROPOSE,
    DEDUPLICATE,
    ASSIGN,
    RENAME,
    AUDIT
}

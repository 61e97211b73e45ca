package murmuration.core;

/** What the privacy review decided about one text that would be shown to a person. Fails closed. */
public sealed interface Review {
    /** The text may be shown; rated 1 to 5 by the audit (method.md, 10). */
    record Passed(int rating) implements Review {}

    /** The text must not be shown, nor any text derived from it. */
    record Withheld(Reason reason) implements Review {}

    /** Why a text is withheld. */
    enum Reason {
        /** The audit or a detector found it identifying. */
        IDENTIFYING,
        /** The group is under the minimums. */
        TOO_FEW,
        /** A claim is not held by enough accounts. */
        UNSUPPORTED,
        /** No readable name could be had. */
        UNNAMED,
        /** No readable rating could be had. */
        UNRATED
    }
}

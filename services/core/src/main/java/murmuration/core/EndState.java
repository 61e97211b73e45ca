package murmuration.core;

/**
 * How a conversation of the data set ended in a run; each ends in exactly one, and the sums are checked (method.md, 4).
 *
 * <p>The number is what frames and rows store; it never changes its meaning.
 */
public enum EndState {
    OK(0),
    NOT_SAMPLED(1),
    CAPPED(2),
    EXCLUDED(3),
    SCREENED_OUT(4),
    UNANSWERED(5),
    REFUSED(6),
    UNPARSEABLE(7),
    TOO_LONG(8),
    PROVIDER_ERROR(9),
    QUARANTINED(10),
    /** It was taken out of the data set before the run drew: its place is empty, and nothing that is shown counts it. */
    ERASED(11);

    private final int number;

    EndState(int number) {
        this.number = number;
    }

    /** What frames and rows store. */
    public int number() {
        return number;
    }

    /** Whether it tells of a fault of ours, a model's or a provider's, and nothing of what was said. */
    public boolean isFault() {
        return this == UNPARSEABLE || this == PROVIDER_ERROR || this == QUARANTINED;
    }

    /** The state that is stored as this number. */
    public static EndState of(int number) {
        return values()[number];
    }
}

package murmuration.models;

/**
 * What a provider answered to one call.
 *
 * @param text the answer, which should be one JSON object
 */
public record Reply(String text, Stop stop, long inputTokens, long outputTokens) {
    /** Why the model stopped. */
    public enum Stop {
        END,
        CUT,
        REFUSED
    }
}

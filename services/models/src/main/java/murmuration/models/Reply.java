package murmuration.models;

/**
 * What a provider answered to one call.
 *
 * @param text the answer, which should be one JSON object
 * @param inputTokens all of the prompt
 * @param cacheWriteTokens of them, those that the provider has put into its cache
 * @param cacheReadTokens of them, those that it has taken from there
 */
public record Reply(
        String text, Stop stop, long inputTokens, long outputTokens, long cacheWriteTokens, long cacheReadTokens) {
    /** A reply that has nothing to do with a cache. */
    public Reply(String text, Stop stop, long inputTokens, long outputTokens) {
        this(text, stop, inputTokens, outputTokens, 0, 0);
    }

    /** Why the model stopped. */
    public enum Stop {
        END,
        /** Its answer had no more tokens. */
        CUT,
        /** Its context had no more, before the answer's limit. */
        FULL,
        REFUSED
    }

    Used used() {
        return new Used(inputTokens, cacheWriteTokens, cacheReadTokens, outputTokens);
    }
}

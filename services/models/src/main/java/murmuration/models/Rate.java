package murmuration.models;

import java.util.Locale;

/** What providers count by the minute. */
enum Rate {
    REQUESTS,
    TOKENS,
    INPUT_TOKENS,
    OUTPUT_TOKENS;

    /** How much of it one call of so many tokens takes. */
    long of(long input, long output) {
        return switch (this) {
            case REQUESTS -> 1;
            case TOKENS -> input + output;
            case INPUT_TOKENS -> input;
            case OUTPUT_TOKENS -> output;
        };
    }

    /** The column of its level; that of its limit ends in {@code _per_minute}. */
    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package murmuration.models;

import java.util.Locale;

/** What providers count by the minute. */
enum Rate {
    REQUESTS,
    TOKENS,
    INPUT_TOKENS,
    OUTPUT_TOKENS;

    /** How much of it one call takes. */
    long of(Reservation call) {
        return switch (this) {
            case REQUESTS -> 1;
            case TOKENS -> call.inputTokens() + call.outputTokens();
            case INPUT_TOKENS -> call.inputTokens();
            case OUTPUT_TOKENS -> call.outputTokens();
        };
    }

    /** How much of it one call has taken. */
    long of(Used used) {
        return switch (this) {
            case REQUESTS -> 1;
            case TOKENS -> used.input() + used.output();
            case INPUT_TOKENS -> used.input();
            case OUTPUT_TOKENS -> used.output();
        };
    }

    /** The column of its level; that of its limit ends in {@code _per_minute}. */
    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}

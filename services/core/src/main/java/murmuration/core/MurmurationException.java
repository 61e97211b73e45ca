package murmuration.core;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The only exception that Murmuration defines.
 *
 * <p>Its message holds ids, counts, limits and rules; never conversation, facet or cluster text, since messages end up
 * in logs, histories and answers.
 */
public final class MurmurationException extends RuntimeException {
    private final ErrorCode code;

    /** A failure with its code and a message that is safe to show. */
    public MurmurationException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /** The same with what caused it; only the message leaves the process. */
    public MurmurationException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** What went wrong. */
    public ErrorCode code() {
        return code;
    }

    /** Throws {@link ErrorCode#INVALID_INPUT} unless the rule holds; the message gives rule and value. */
    public static void require(boolean holds, String rule, Object... values) {
        if (!holds) {
            throw new MurmurationException(ErrorCode.INVALID_INPUT, String.format(Locale.ROOT, rule, values));
        }
    }
}

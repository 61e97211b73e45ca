package murmuration.core;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The only exception that Murmuration defines.
 *
 * <p>Its message holds ids, counts, limits and rules; never conversation, facet or cluster text, since messages end up
 * in logs, histories and answers.
 */
public final class MurmurationException extends RuntimeException {
    private final ErrorCode code;
    private final @Nullable Duration retryAfter;

    /** A failure with its code and a message that is safe to show. */
    public MurmurationException(ErrorCode code, String message) {
        super(message);
        this.code = code;
        this.retryAfter = null;
    }

    /** A failure that says itself how long to wait before the next attempt; null where it does not. */
    public MurmurationException(ErrorCode code, String message, @Nullable Duration retryAfter) {
        super(message);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** The same with what caused it; only the message leaves the process. */
    public MurmurationException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryAfter = null;
    }

    /** What went wrong. */
    public ErrorCode code() {
        return code;
    }

    /** How long to wait before the next attempt, where whoever failed has said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * The same beside what else came of the work: where at least half of it went well, an outage hit single calls, and what
     * failed need not wait as long as while nothing comes through, unless whoever failed has said how long.
     */
    public MurmurationException amidSuccess(long wentWell, long failed) {
        boolean outage =
                code == ErrorCode.RATE_LIMITED || code == ErrorCode.OVERLOADED || code == ErrorCode.UNAVAILABLE;
        return retryAfter == null && outage && wentWell >= failed
                ? new MurmurationException(code, String.valueOf(getMessage()), Duration.ZERO)
                : this;
    }

    /** Throws {@link ErrorCode#INVALID_INPUT} unless the rule holds; the message gives rule and value. */
    public static void require(boolean holds, String rule, Object... values) {
        if (!holds) {
            throw new MurmurationException(ErrorCode.INVALID_INPUT, String.format(Locale.ROOT, rule, values));
        }
    }
}

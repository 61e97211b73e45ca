package murmuration.models;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fast one address may be asked for one model, by all workers together.
 *
 * @param openAt nobody asks before
 * @param filledAt the time that the buckets are of
 */
record Lane(Instant openAt, Instant filledAt, Bucket requests, Bucket tokens) {
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    static Lane open(Instant now) {
        return new Lane(now, now, Bucket.UNLIMITED, Bucket.UNLIMITED);
    }

    /** As it is now; what nobody has asked for a while has no limits any more that are known. */
    Lane at(Instant now) {
        Duration passed = Duration.between(filledAt, now);
        if (passed.compareTo(FORGOTTEN) > 0) {
            return new Lane(openAt, now, Bucket.UNLIMITED, Bucket.UNLIMITED);
        }
        return passed.isNegative() ? this : new Lane(openAt, now, requests.after(passed), tokens.after(passed));
    }

    /** How long one call of so many tokens has to wait. */
    Duration until(long asked) {
        Duration opens = Duration.between(filledAt, openAt);
        Duration filled = longer(requests.until(1), tokens.until(asked));
        return longer(longer(opens, filled), Duration.ZERO);
    }

    /** With one call of so many tokens on its way. */
    Lane minus(long asked) {
        return new Lane(openAt, filledAt, requests.minus(1), tokens.minus(asked));
    }

    /** A call has used less, or more, than was thought. */
    Lane used(long asked, long used) {
        return new Lane(openAt, filledAt, requests, tokens.minus(used - asked));
    }

    /** Closed for so long: the provider has said that it is asked too much. */
    Lane closed(Duration wait) {
        Instant opens = filledAt.plus(wait);
        return new Lane(opens.isAfter(openAt) ? opens : openAt, filledAt, requests, tokens);
    }

    /** Nothing holds anybody up here. */
    boolean isFree() {
        return requests.perMinute() == null && tokens.perMinute() == null && !openAt.isAfter(filledAt);
    }

    /** As the provider says, or the operator. */
    Lane told(RateLimits limits) {
        return new Lane(
                openAt,
                filledAt,
                told(requests, limits.requestsPerMinute(), limits.requestsLeft()),
                told(tokens, limits.tokensPerMinute(), limits.tokensLeft()));
    }

    private static Bucket told(Bucket bucket, @Nullable Long perMinute, @Nullable Long left) {
        Bucket limited = perMinute == null ? bucket : bucket.limited(perMinute);
        return left == null ? limited : limited.atMost(left);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}

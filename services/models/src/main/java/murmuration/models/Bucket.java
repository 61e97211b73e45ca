package murmuration.models;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked at once, filled evenly up to a minute's worth of the stricter limit.
 *
 * @param told by the provider; null: it has told none
 * @param allowed by the operator; null: anything is
 * @param level under zero where more was used than was there; infinite where there is no limit
 */
record Bucket(@Nullable Long told, @Nullable Long allowed, double level) {
    private static final double MINUTE = 60e9;

    Bucket {
        @Nullable Long least = least(told, allowed);
        level = least == null ? Double.POSITIVE_INFINITY : Math.min(level, (double) least);
    }

    /** Full, and of no limit but the operator's. */
    static Bucket full(@Nullable Long allowed) {
        return new Bucket(null, allowed, Double.POSITIVE_INFINITY);
    }

    /** The stricter limit; null where there is none. */
    @Nullable
    Long perMinute() {
        return least(told, allowed);
    }

    boolean isLimited() {
        return perMinute() != null;
    }

    /** As it is this much later. */
    Bucket after(Duration passed) {
        @Nullable Long perMinute = perMinute();
        return perMinute == null ? this : at(level + perMinute * passed.toNanos() / MINUTE);
    }

    /** How long until so much is there; what is more than a minute's worth waits for a full bucket. */
    Duration until(long amount) {
        @Nullable Long perMinute = perMinute();
        double missing = perMinute == null ? 0 : Math.min(amount, perMinute) - level;
        return perMinute == null || missing <= 0
                ? Duration.ZERO
                : Duration.ofNanos((long) Math.ceil(missing / perMinute * MINUTE));
    }

    /** Without so much; a negative amount puts something back. */
    Bucket minus(long amount) {
        return at(level - (double) amount);
    }

    /** As the provider says; what it is silent about stays. */
    Bucket told(RateLimits.Told said) {
        Bucket limited = said.perMinute() == null ? this : new Bucket(said.perMinute(), allowed, level);
        return said.left() == null ? limited : limited.at(Math.min(limited.level, (double) said.left()));
    }

    private Bucket at(double other) {
        return new Bucket(told, allowed, other);
    }

    private static @Nullable Long least(@Nullable Long a, @Nullable Long b) {
        return a == null ? b : b == null ? a : Long.valueOf(Math.min(a, b));
    }
}

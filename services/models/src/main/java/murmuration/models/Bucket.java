package murmuration.models;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked at once, filled evenly up to a minute's worth.
 *
 * @param perMinute null: no limit is known
 * @param level under zero where more was used than was there
 */
record Bucket(@Nullable Long perMinute, double level) {
    private static final double MINUTE = 60e9;

    static final Bucket UNLIMITED = new Bucket(null, 0);

    /** As it is this much later. */
    Bucket after(Duration passed) {
        return perMinute == null
                ? this
                : new Bucket(perMinute, Math.min(perMinute, level + perMinute * passed.toNanos() / MINUTE));
    }

    /** How long until so much is there; what is more than a minute's worth waits for a full bucket. */
    Duration until(long amount) {
        double missing = perMinute == null ? 0 : Math.min(amount, perMinute) - level;
        return perMinute == null || missing <= 0
                ? Duration.ZERO
                : Duration.ofNanos((long) Math.ceil(missing / perMinute * MINUTE));
    }

    /** Without so much; a negative amount puts something back. */
    Bucket minus(long amount) {
        return perMinute == null ? this : new Bucket(perMinute, level - (double) amount);
    }

    /** Under a limit that has been told; what is there grows or shrinks with it. */
    Bucket limited(long told) {
        return perMinute == null
                ? new Bucket(told, (double) told)
                : new Bucket(told, Math.min((double) told, level + (told - perMinute)));
    }

    /** With no more than the provider says is left. */
    Bucket atMost(long left) {
        return perMinute == null ? this : new Bucket(perMinute, Math.min(level, (double) left));
    }
}

package murmuration.models;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * How fast one address may be asked for one model, by all workers together.
 *
 * @param openAt nobody asks before
 * @param filledAt the time that the buckets are of
 * @param buckets one for each rate
 */
record Lane(Instant openAt, Instant filledAt, Map<Rate, Bucket> buckets) {
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    Lane {
        buckets = Collections.unmodifiableMap(new EnumMap<>(buckets));
    }

    /** Without a limit but the operator's. @param allowed a minute */
    static Lane open(Instant now, Map<Rate, Long> allowed) {
        Map<Rate, Bucket> buckets = new EnumMap<>(Rate.class);
        for (Rate rate : Rate.values()) {
            buckets.put(rate, Bucket.full(allowed.get(rate)));
        }
        return new Lane(now, now, buckets);
    }

    /** As it is now; what nobody has asked for a while has no limits any more that the provider has told. */
    Lane at(Instant now) {
        Duration passed = Duration.between(filledAt, now);
        if (passed.isNegative()) {
            return this;
        }
        boolean forgotten = passed.compareTo(FORGOTTEN) > 0;
        return new Lane(
                openAt, now, each((rate, bucket) -> forgotten ? Bucket.full(bucket.allowed()) : bucket.after(passed)));
    }

    /** How long one call has to wait. */
    Duration until(Reservation call) {
        Duration opens = Duration.between(filledAt, openAt);
        return buckets.entrySet().stream()
                .filter(entry -> entry.getValue().isLimited())
                .map(entry -> entry.getValue().until(entry.getKey().of(call)))
                .reduce(opens.isNegative() ? Duration.ZERO : opens, Lane::longer);
    }

    /** With one call on its way. */
    Lane minus(Reservation call) {
        return limited((rate, bucket) -> bucket.minus(rate.of(call)));
    }

    /** One call was not made after all. */
    Lane plus(Reservation call) {
        return limited((rate, bucket) -> bucket.minus(-rate.of(call)));
    }

    /** A call has used less, or more, than was thought. */
    Lane used(Reservation thought, Used used) {
        return limited((rate, bucket) -> bucket.minus(rate.of(used) - rate.of(thought)));
    }

    /** Closed for so long: the provider has said that it is asked too much. */
    Lane closed(Duration wait) {
        Instant opens = filledAt.plus(wait);
        return new Lane(opens.isAfter(openAt) ? opens : openAt, filledAt, buckets);
    }

    /** As the provider says; what it is silent about stays. */
    Lane told(RateLimits limits) {
        return with((rate, bucket) -> {
                    RateLimits.Told said = limits.told().get(rate);
                    return said == null ? bucket : bucket.told(said);
                })
                .closed(limits.rest());
    }

    /** Nothing holds anybody up here. */
    boolean isFree() {
        return buckets.values().stream().noneMatch(Bucket::isLimited) && !openAt.isAfter(filledAt);
    }

    Bucket bucket(Rate rate) {
        return Objects.requireNonNull(buckets.get(rate));
    }

    /** What has no limit stays, and nobody need count for it. */
    private Lane limited(BiFunction<Rate, Bucket, Bucket> change) {
        return with((rate, bucket) -> bucket.isLimited() ? change.apply(rate, bucket) : bucket);
    }

    private Lane with(BiFunction<Rate, Bucket, Bucket> change) {
        return new Lane(openAt, filledAt, each(change));
    }

    private Map<Rate, Bucket> each(BiFunction<Rate, Bucket, Bucket> change) {
        Map<Rate, Bucket> changed = new EnumMap<>(buckets);
        changed.replaceAll(change);
        return changed;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}

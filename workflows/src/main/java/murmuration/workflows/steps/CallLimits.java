package murmuration.workflows.steps;

import java.time.Duration;

/**
 * How patient a call is.
 *
 * @param crashes attempts that may break before a batch is split, or a step fails
 * @param attempts attempts in all, outages included; unbounded where an outage may be waited for
 * @param poll how often progress is written, a heartbeat sent and the owner's wish read
 * @param silence how long a service may neither make progress nor say that it goes on, before its call is made anew
 * @param firstDelay before the second attempt; doubles from attempt to attempt
 * @param lastDelay the longest delay
 */
public record CallLimits(
        int crashes, int attempts, Duration poll, Duration silence, Duration firstDelay, Duration lastDelay) {

    /** Temporal counts in milliseconds, and a server takes a delay of none for the end of all attempts. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** What waits before the attempt after this one: doubling, and spread so that not all come back at once. */
    Duration delay(int attempt, double spread) {
        double doubled = firstDelay.toNanos() * Math.pow(2, Math.min(attempt - 1, 30));
        double capped = Math.min(doubled, (double) lastDelay.toNanos());
        Duration delay = Duration.ofNanos((long) (capped * (0.5 + spread / 2)));
        return delay.compareTo(SHORTEST) < 0 ? SHORTEST : delay;
    }
}

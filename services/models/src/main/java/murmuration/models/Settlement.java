package murmuration.models;

import java.time.Duration;
import java.util.Comparator;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param outcome ANSWERED, whatever the answer says, or the code that it failed with
 * @param lost nobody knows whether it is billed: its reservation stands
 * @param closed how long the provider wants to be left alone; zero where it does not
 * @param limits what the provider said of its limits
 */
record Settlement(
        Reservation of,
        String outcome,
        long inputTokens,
        long outputTokens,
        boolean lost,
        Duration closed,
        RateLimits limits)
        implements Entry {
    private static final String ANSWERED = "ANSWERED";

    /** By the row that it is counted in. */
    static final Comparator<Settlement> BY_ROW = Comparator.comparing(
                    (Settlement settlement) -> settlement.run().runId())
            .thenComparing(settlement -> settlement.of().purpose())
            .thenComparing(settlement -> settlement.of().model())
            .thenComparing(Settlement::outcome);

    /** Where a provider asks for fewer requests and does not say for how long. */
    private static final Duration SHORT_REST = Duration.ofSeconds(1);

    static Settlement answered(Reservation reservation, Reply reply, RateLimits limits) {
        return new Settlement(
                reservation, ANSWERED, reply.inputTokens(), reply.outputTokens(), false, Duration.ZERO, limits);
    }

    static Settlement failed(Reservation reservation, MurmurationException failure, Exchange exchange) {
        return new Settlement(
                reservation, failure.code().name(), 0, 0, exchange.lost(), rest(failure), exchange.limits());
    }

    @Override
    public RunKey run() {
        return of.run();
    }

    @Override
    public String lane() {
        return of.lane();
    }

    /** Millionths of a dollar. */
    @Nullable
    Long micros() {
        return of.micros(inputTokens, outputTokens);
    }

    private static Duration rest(MurmurationException failure) {
        return failure.retryAfter().orElse(failure.code() == ErrorCode.RATE_LIMITED ? SHORT_REST : Duration.ZERO);
    }
}

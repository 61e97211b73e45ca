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
 * @param outcome ANSWERED, whatever the answer says, or the code that it failed with; STORED where nobody was asked
 * @param used what is billed, as far as anybody knows
 * @param lost nobody knows whether it is billed: its reservation stands
 * @param closed how long the provider wants to be left alone; zero where it does not
 * @param limits what the provider said of its limits
 */
record Settlement(Reservation of, String outcome, Used used, boolean lost, Duration closed, RateLimits limits)
        implements Entry {
    static final String ANSWERED = "ANSWERED";
    static final String STORED = "STORED";

    /** By the row that it is counted in. */
    static final Comparator<Settlement> BY_ROW = Comparator.comparing(
                    (Settlement settlement) -> settlement.run().runId())
            .thenComparing(settlement -> settlement.of().purpose())
            .thenComparing(settlement -> settlement.of().model())
            .thenComparing(Settlement::outcome);

    /** Where a provider asks for fewer requests and does not say for how long. */
    private static final Duration SHORT_REST = Duration.ofSeconds(1);

    static Settlement answered(Reservation reservation, Reply reply, RateLimits limits) {
        return new Settlement(reservation, ANSWERED, reply.used(), false, Duration.ZERO, limits);
    }

    /** A call that was needless, since its answer was stored. */
    static Settlement stored(RunKey run, Call call) {
        return new Settlement(
                Reservation.of(run, call, null), STORED, Used.NOTHING, false, Duration.ZERO, RateLimits.UNKNOWN);
    }

    static Settlement failed(Reservation reservation, MurmurationException failure, Exchange exchange) {
        return new Settlement(
                reservation,
                failure.code().name(),
                used(reservation, failure, exchange),
                exchange.lost(),
                rest(failure),
                exchange.limits());
    }

    /** An answer that nobody understands is billed all the same, and a prompt that a filter stops has been read. */
    private static Used used(Reservation reservation, MurmurationException failure, Exchange exchange) {
        if (exchange.answered()) {
            return Used.plain(reservation.inputTokens(), reservation.outputTokens());
        }
        return failure.code() == ErrorCode.REFUSED ? Used.plain(reservation.inputTokens(), 0) : Used.NOTHING;
    }

    /** Millionths of a dollar; null where something was used that has no price. */
    @Nullable
    Long micros() {
        @Nullable Price price = of.price();
        return used.equals(Used.NOTHING) ? Long.valueOf(0) : price == null ? null : Long.valueOf(price.micros(used));
    }

    /** How long the provider wants to be left alone after this. */
    static Duration rest(MurmurationException failure) {
        return failure.retryAfter().orElse(failure.code() == ErrorCode.RATE_LIMITED ? SHORT_REST : Duration.ZERO);
    }
}

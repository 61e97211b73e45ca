package murmuration.models;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.Purpose;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a provider within its rate and the run's budget, and accounts for each call, whatever came of it. Its answer is
 * stored and booked at once: a killed process leaves no answer that is one and not the other. Where another process has stored
 * another answer meanwhile, that is the answer. Thread-safe.
 *
 * <p>Between its turn, when rate and money have room for it, and its place at the provider a call may wait. If the provider wants
 * to be left alone meanwhile, or the wait is long, it gives both back and waits for its turn anew.
 */
final class MeteredCalls implements Provider {
    private static final Logger LOG = LoggerFactory.getLogger(MeteredCalls.class);

    /** Outages in a row after which a provider is away. */
    private static final int AWAY = 20;

    /** It is left alone for this long at first, and for four times as long at most. */
    private static final Duration AWAY_REST = Duration.ofSeconds(4);

    private final Provider provider;
    private final Function<Call, Reservation> reservations;
    private final Cashier cashier;
    private final ReplyStore store;
    private final ModelMetrics metrics;
    private final LongSupplier nanos;

    /** Outages since the last answer, by lane. */
    private final Map<String, Integer> outages = new ConcurrentHashMap<>();

    /** Until when a lane is left alone, by the clock of this process. */
    private final Map<String, Long> resting = new ConcurrentHashMap<>();

    /** A budget or a limit wants to know tokens: they are counted before it is a call's turn, while nobody waits for it. */
    private volatile boolean counting;

    /**
     * @param places lets calls wait for their place at the provider
     * @param reservations what a call may cost
     * @param store books what it keeps
     * @param nanos a clock, as {@link System#nanoTime}
     */
    MeteredCalls(
            Provider provider,
            UnaryOperator<Provider> places,
            Function<Call, Reservation> reservations,
            Cashier cashier,
            ReplyStore store,
            ModelMetrics metrics,
            LongSupplier nanos) {
        this.provider = places.apply(call -> begun(provider, call));
        this.reservations = reservations;
        this.cashier = cashier;
        this.store = store;
        this.metrics = metrics;
        this.nanos = nanos;
    }

    @Override
    public Reply send(Call call) {
        Reservation reservation = reservations.apply(call);
        if (counting) {
            var ignored = reservation.inputTokens();
        }
        while (true) {
            cashier.reserve(reservation);
            counting = reservation.input().isCounted();
            try {
                return sent(call, reservation);
            } catch (TooLate late) {
                cashier.giveBack(reservation);
                Cashier.rest(late.rest);
            }
        }
    }

    private Reply sent(Call call, Reservation reservation) {
        Exchange exchange = new Exchange(nanos.getAsLong());
        Reply reply;
        try {
            reply = ScopedValue.where(Exchange.CURRENT, exchange).call(() -> provider.send(call));
        } catch (MurmurationException failure) {
            Settlement settlement = Settlement.failed(reservation, failure, exchange);
            metrics.ended(call.provider(), settlement, exchange.nanos());
            Optional<Reply.Stop> told = ofTheQuestion(call, failure);
            if (told.isPresent()) {
                return keep(call, new Reply("", told.get(), settlement.used().input(), 0), settlement);
            }
            book(settlement);
            throw failure;
        }
        Settlement settlement = Settlement.answered(reservation, reply, exchange.limits());
        metrics.ended(call.provider(), settlement, exchange.nanos());
        return keep(call, reply, settlement);
    }

    /**
     * What a server says by a failure of the question itself, it says of it each time: that is kept, as answers are. Texts are
     * no question: whoever has sent too many of them to be embedded at once hears of it, and sends fewer.
     */
    private static Optional<Reply.Stop> ofTheQuestion(Call call, MurmurationException failure) {
        if (call.purpose() == Purpose.EMBED) {
            return Optional.empty();
        }
        return switch (failure.code()) {
            case REFUSED -> Optional.of(Reply.Stop.REFUSED);
            case CONTEXT_TOO_LONG -> Optional.of(Reply.Stop.FULL);
            default -> Optional.empty();
        };
    }

    /** At its place. */
    private Reply begun(Provider provider, Call call) {
        Exchange exchange = Exchange.CURRENT.get();
        long waited = nanos.getAsLong() - exchange.since();
        Duration rest = rest(call.lane());
        if (waited > Cashier.PATIENCE.toNanos() || rest.isPositive()) {
            throw new TooLate(rest);
        }
        try {
            Reply reply = provider.send(call);
            outages.remove(call.lane());
            return reply;
        } catch (MurmurationException failure) {
            leaveAlone(call.lane(), rest(call.lane(), failure));
            throw failure;
        } finally {
            leaveAlone(call.lane(), exchange.limits().rest());
        }
    }

    /** How long a lane is left alone after this: as long as the provider says, or the longer the more outages in a row there were. */
    private Duration rest(String lane, MurmurationException failure) {
        Duration told = Settlement.rest(failure);
        if (failure.code() != ErrorCode.UNAVAILABLE && failure.code() != ErrorCode.OVERLOADED) {
            return told;
        }
        int times = outages.merge(lane, 1, Integer::sum) / AWAY;
        Duration away = times == 0 ? Duration.ZERO : AWAY_REST.multipliedBy(1L << Math.min(times - 1, 2));
        return told.compareTo(away) > 0 ? told : away;
    }

    /** Before the place is another's: who waits for it must know. */
    private void leaveAlone(String lane, Duration length) {
        if (!length.isZero()) {
            resting.merge(lane, nanos.getAsLong() + length.toNanos(), (one, other) -> one - other > 0 ? one : other);
        }
    }

    /** How long a lane is left alone yet. */
    private Duration rest(String lane) {
        Long until = resting.get(lane);
        return until == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, until - nanos.getAsLong()));
    }

    private Reply keep(Call call, Reply reply, Settlement settlement) {
        try {
            return store.keep(call, reply, settlement);
        } catch (MurmurationException e) {
            if (e.code() == ErrorCode.DATA_ERASED) {
                // it may be kept no more, and is billed all the same
                book(settlement);
                throw e;
            }
            notBooked(settlement, e);
            return store.keep(call, reply);
        }
    }

    private void book(Settlement settlement) {
        try {
            cashier.settle(settlement);
        } catch (MurmurationException e) {
            notBooked(settlement, e);
        }
    }

    /** It stays set aside: what the call came to is worth more than its booking. */
    private static void notBooked(Settlement settlement, MurmurationException e) {
        LOG.warn(
                "a call is not booked and stays reserved: run={} code={}",
                settlement.run().runId(),
                e.code());
    }

    /** A call's turn is over before it had its place. */
    private static final class TooLate extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final Duration rest;

        /** @param rest how long nobody is to be asked yet */
        TooLate(Duration rest) {
            super(null, null, false, false);
            this.rest = rest;
        }
    }
}

package murmuration.models;

import java.util.function.Function;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a provider within its rate and the run's budget, and accounts for each call, whatever came of it. Its answer is
 * stored and booked at once: a killed process leaves no answer that is one and not the other. Where another process has stored
 * another answer meanwhile, that is the answer. Thread-safe.
 */
final class MeteredCalls implements Provider {
    private static final Logger LOG = LoggerFactory.getLogger(MeteredCalls.class);

    private final Provider provider;
    private final Function<Call, Reservation> reservations;
    private final Cashier cashier;
    private final ReplyStore store;
    private final ModelMetrics metrics;

    /** A budget or a limit wants to know tokens: they are counted before it is a call's turn, while nobody waits for it. */
    private volatile boolean counting;

    /**
     * @param reservations what a call may cost
     * @param store books what it keeps
     */
    MeteredCalls(
            Provider provider,
            Function<Call, Reservation> reservations,
            Cashier cashier,
            ReplyStore store,
            ModelMetrics metrics) {
        this.provider = provider;
        this.reservations = reservations;
        this.cashier = cashier;
        this.store = store;
        this.metrics = metrics;
    }

    @Override
    public Reply send(Call call) {
        Reservation reservation = reservations.apply(call);
        if (counting) {
            var ignored = reservation.inputTokens();
        }
        cashier.reserve(reservation);
        counting = reservation.input().isCounted();
        Exchange exchange = new Exchange();
        Reply reply;
        try {
            reply = ScopedValue.where(Exchange.CURRENT, exchange).call(() -> provider.send(call));
        } catch (MurmurationException failure) {
            Settlement settlement = Settlement.failed(reservation, failure, exchange);
            metrics.ended(call.provider(), settlement, exchange.nanos());
            book(settlement);
            throw failure;
        }
        Settlement settlement = Settlement.answered(reservation, reply, exchange.limits());
        metrics.ended(call.provider(), settlement, exchange.nanos());
        return keep(call, reply, settlement);
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
}

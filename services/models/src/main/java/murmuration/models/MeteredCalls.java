package murmuration.models;

import java.util.Optional;
import murmuration.core.MurmurationException;
import murmuration.runtime.Assignment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a provider within its rate and the run's budget, and accounts for each call, whatever came of it. Thread-safe. */
final class MeteredCalls implements Provider {
    private static final Logger LOG = LoggerFactory.getLogger(MeteredCalls.class);

    private final Provider provider;
    private final Assignment run;
    private final Cashier cashier;
    private final Prices prices;
    private final ModelMetrics metrics;

    /** A budget or a limit wants to know tokens: they are counted before it is a call's turn, while nobody waits for it. */
    private volatile boolean counting;

    MeteredCalls(Provider provider, Assignment run, Cashier cashier, Prices prices, ModelMetrics metrics) {
        this.provider = provider;
        this.run = run;
        this.cashier = cashier;
        this.prices = prices;
        this.metrics = metrics;
    }

    @Override
    public Reply send(Call call) {
        Optional<Price> price = prices.of(call.provider(), call.model());
        Reservation reservation = Reservation.of(run.run(), call, price.orElse(null));
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
            settle(call, Settlement.failed(reservation, failure, exchange), exchange);
            throw failure;
        }
        settle(call, Settlement.answered(reservation, reply, exchange.limits()), exchange);
        return reply;
    }

    /** What cannot be booked stays set aside: what the call came to is worth more than its booking. */
    private void settle(Call call, Settlement settlement, Exchange exchange) {
        metrics.ended(call.provider(), settlement, exchange.nanos());
        try {
            cashier.settle(settlement);
        } catch (MurmurationException e) {
            LOG.warn(
                    "a call is not booked and stays reserved: run={} code={}",
                    run.run().runId(),
                    e.code());
        }
    }
}

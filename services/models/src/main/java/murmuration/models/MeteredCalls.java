package murmuration.models;

import io.opentelemetry.api.trace.Span;
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
    private final Telling telling;

    /** To whom it is told how calls go. */
    record Telling(ModelMetrics metrics, CallSpans spans) {}

    MeteredCalls(Provider provider, Assignment run, Cashier cashier, Prices prices, Telling telling) {
        this.provider = provider;
        this.run = run;
        this.cashier = cashier;
        this.prices = prices;
        this.telling = telling;
    }

    @Override
    public Reply send(Call call) {
        Optional<Price> price = prices.of(run.spec().model().provider(), call.model());
        Reservation reservation = Reservation.of(run.run(), call, price.orElse(null));
        cashier.reserve(reservation);
        Exchange exchange = new Exchange();
        Span span = telling.spans().begin(call);
        long began = System.nanoTime();
        Reply reply;
        try {
            reply = ScopedValue.where(Exchange.CURRENT, exchange).call(() -> provider.send(call));
        } catch (MurmurationException failure) {
            CallSpans.failed(span, failure.code().name());
            settle(Settlement.failed(reservation, failure, exchange), began);
            throw failure;
        }
        CallSpans.answered(span, reply);
        settle(Settlement.answered(reservation, reply, exchange.limits()), began);
        return reply;
    }

    /** What cannot be booked stays set aside: what the call came to is worth more than its booking. */
    private void settle(Settlement settlement, long began) {
        telling.metrics().ended(run.spec().model().provider(), settlement, System.nanoTime() - began);
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

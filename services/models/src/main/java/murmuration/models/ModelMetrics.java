package murmuration.models;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is asked of models, in numbers: by provider, model, purpose and outcome, and nothing of what was said. Thread-safe. */
final class ModelMetrics {
    private static final String CALLS = "murmuration_models_calls";
    private static final String TOKENS = "murmuration_models_tokens";
    private static final String COST = "murmuration_models_cost_usd";
    private static final String STORED = "murmuration_models_stored_answers";

    private final MeterRegistry registry;

    ModelMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A call came to its end. */
    void ended(String provider, Settlement settlement, long nanos) {
        Tags what = tags(
                provider, settlement.of().model(), settlement.of().purpose().name());
        registry.timer(CALLS, what.and("outcome", settlement.outcome())).record(nanos, TimeUnit.NANOSECONDS);
        used(what, settlement);
    }

    /** An item of a provider's batch came to its end: it has tokens and a price, and no time of its own. */
    void collected(String provider, Settlement settlement) {
        used(tags(provider, settlement.of().model(), settlement.of().purpose().name()), settlement);
    }

    private void used(Tags what, Settlement settlement) {
        Used used = settlement.used();
        tokens(what, "input", used.fresh());
        tokens(what, "cache_write", used.cacheWritten());
        tokens(what, "cache_read", used.cacheRead());
        tokens(what, "output", used.output());
        @Nullable Long micros = settlement.micros();
        if (micros != null) {
            registry.counter(COST, what).increment(micros / 1e6);
        }
    }

    private void tokens(Tags what, String direction, long tokens) {
        registry.counter(TOKENS, what.and("direction", direction)).increment((double) tokens);
    }

    /** Mean time of the calls of a model that were answered since the process began; empty where none was. */
    Optional<Duration> latency(String provider, String model) {
        double nanos = 0;
        long calls = 0;
        for (Timer timer : registry.find(CALLS)
                .tags("provider", provider, "model", model, "outcome", Settlement.ANSWERED)
                .timers()) {
            nanos += timer.totalTime(TimeUnit.NANOSECONDS);
            calls += timer.count();
        }
        return calls == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(Math.round(nanos / calls)));
    }

    /** A stored answer made a call needless. */
    void stored(String provider, Call call) {
        registry.counter(STORED, tags(provider, call.model(), call.purpose().name()))
                .increment();
    }

    private static Tags tags(String provider, String model, String purpose) {
        return Tags.of("provider", provider, "model", model, "purpose", purpose);
    }
}

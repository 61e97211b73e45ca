package murmuration.models;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import murmuration.core.Purpose;
import org.jspecify.annotations.Nullable;

/** What is asked of models, in numbers: by provider, model, purpose and outcome, and nothing of what was said. Thread-safe. */
final class ModelMetrics {
    private static final String CALLS = "murmuration_models_calls";
    private static final String TOKENS = "murmuration_models_tokens";
    private static final String COST = "murmuration_models_cost_usd";
    private static final String STORED = "murmuration_models_stored_answers";
    private static final String READ = "murmuration_models_read_answers";

    private final MeterRegistry registry;

    /** By provider, model and purpose: to look them up in the registry takes longer than to count. */
    private final Map<List<String>, Meters> meters = new ConcurrentHashMap<>();

    ModelMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A call came to its end. */
    void ended(String provider, Settlement settlement, long nanos) {
        Meters meters = meters(provider, settlement);
        meters.calls(settlement.outcome()).record(nanos, TimeUnit.NANOSECONDS);
        meters.used(settlement);
    }

    /** An item of a provider's batch came to its end: it has tokens and a price, and no time of its own. */
    void collected(String provider, Settlement settlement) {
        meters(provider, settlement).used(settlement);
    }

    /**
     * An answer was read, whether it was stored or not.
     *
     * @param outcome FIRST, AGAIN, TRUNCATED, or the state that its question ended in
     */
    void read(Call call, String outcome) {
        meters(call.provider(), call.model(), call.purpose()).read(outcome).increment();
    }

    private Meters meters(String provider, Settlement settlement) {
        return meters(provider, settlement.of().model(), settlement.of().purpose());
    }

    private Meters meters(String provider, String model, Purpose purpose) {
        return meters.computeIfAbsent(
                List.of(provider, model, purpose.name()),
                kind -> new Meters(tags(kind.get(0), kind.get(1), kind.get(2))));
    }

    /** The meters of calls of one kind. */
    private final class Meters {
        private final Tags tags;
        private final Counter input;
        private final Counter cacheWritten;
        private final Counter cacheRead;
        private final Counter output;
        private final Map<String, Timer> calls = new ConcurrentHashMap<>();
        private final Map<String, Counter> read = new ConcurrentHashMap<>();

        Meters(Tags tags) {
            this.tags = tags;
            input = tokens("input");
            cacheWritten = tokens("cache_write");
            cacheRead = tokens("cache_read");
            output = tokens("output");
        }

        private Counter tokens(String direction) {
            return registry.counter(TOKENS, tags.and("direction", direction));
        }

        Timer calls(String outcome) {
            return calls.computeIfAbsent(outcome, ending -> registry.timer(CALLS, tags.and("outcome", ending)));
        }

        Counter read(String outcome) {
            return read.computeIfAbsent(outcome, how -> registry.counter(READ, tags.and("outcome", how)));
        }

        void used(Settlement settlement) {
            Used used = settlement.used();
            input.increment((double) used.fresh());
            cacheWritten.increment((double) used.cacheWritten());
            cacheRead.increment((double) used.cacheRead());
            output.increment((double) used.output());
            @Nullable Long micros = settlement.micros();
            if (micros != null) {
                registry.counter(COST, tags).increment(micros / 1e6);
            }
        }
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

package murmuration.workflows;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import murmuration.core.MurmurationException;
import murmuration.runtime.PassAge;
import murmuration.workflows.runs.Held;
import murmuration.workflows.runs.Retention;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for what has been held for long enough, for as long as the process works. */
final class RetentionKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionKeeper.class);

    private final Predicate<Duration> pass;
    private final Duration every;
    private final PassAge age = new PassAge(System::nanoTime);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retention").factory());

    /** @param pass goes through what is due after an interval; whether nothing broke off */
    RetentionKeeper(Predicate<Duration> pass, Duration every) {
        this.pass = pass;
        this.every = positive("every", every);
    }

    static Retention.Limits limits(RetentionConfig config) {
        Map<Held, Duration> runs = new EnumMap<>(Held.class);
        config.results().ifPresent(limit -> runs.put(Held.RESULTS, positive("results", limit)));
        config.work().ifPresent(limit -> runs.put(Held.WORK, positive("work", limit)));
        config.vectors().ifPresent(limit -> runs.put(Held.VECTORS, positive("vectors", limit)));
        config.responses().ifPresent(limit -> runs.put(Held.RESPONSES, positive("responses", limit)));
        Optional<Duration> conversations = config.conversations().map(limit -> positive("conversations", limit));
        return new Retention.Limits(runs, conversations);
    }

    /** Shows as {@code murmuration_retention_pass_age_seconds} how long ago all was deleted that was due. */
    void shownIn(MeterRegistry registry) {
        age.shownIn(registry, "murmuration_retention_pass_age_seconds", "Since all was deleted that was due");
    }

    void start() {
        var ignored = clock.scheduleWithFixedDelay(this::tend, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends; what breaks off is done by whoever is next. */
    void stop(Duration grace) {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                clock.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void tend() {
        try {
            if (pass.test(every)) {
                age.passed();
            }
        } catch (MurmurationException e) {
            LOG.warn("retention waits for the next interval: code={}", e.code());
        } catch (RuntimeException e) {
            LOG.warn(
                    "retention waits for the next interval: code={}",
                    e.getClass().getSimpleName());
        }
    }

    private static Duration positive(String name, Duration duration) {
        MurmurationException.require(
                duration.isPositive(), "murmuration.retention.%s is more than nothing, not %s", name, duration);
        return duration;
    }
}

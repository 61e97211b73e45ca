package murmuration.workflows.runs;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import murmuration.core.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Shows as {@code murmuration_backlog} what runs under way have yet to get through, by stage: autoscalers and an alert go
 * by it. It is counted when it is asked for, once for all stages; while that fails, it is not a number. Thread-safe.
 */
public final class Backlog {
    /** For how long what was counted is good. */
    static final Duration KEPT = Duration.ofSeconds(10);

    /** Stages that say how far they are. More processes make a run faster in EXTRACT and EMBED, in the others several runs. */
    private static final List<Stage> SHOWN = List.of(Stage.EXTRACT, Stage.EMBED, Stage.NAME, Stage.REVIEW, Stage.RAISE);

    private final Supplier<Map<Stage, Long>> items;
    private final LongSupplier nanos;
    private @Nullable Counted counted;

    /**
     * @param items what is left to do, by stage
     * @param nanos the time in nanoseconds from any moment on
     */
    public Backlog(Supplier<Map<Stage, Long>> items, LongSupplier nanos) {
        this.items = items;
        this.nanos = nanos;
    }

    /** What was counted at a time. @param items null where it could not be */
    private record Counted(@Nullable Map<Stage, Long> items, long at) {}

    /** From now on. */
    public void shownIn(MeterRegistry registry) {
        for (Stage stage : SHOWN) {
            Gauge.builder("murmuration_backlog", () -> items(stage))
                    .description("What runs under way have yet to get through: conversations, or clusters")
                    .tag("stage", stage.name())
                    .register(registry);
        }
    }

    private synchronized double items(Stage stage) {
        @Nullable Counted now = counted;
        if (now == null || nanos.getAsLong() - now.at() >= KEPT.toNanos()) {
            now = count();
            counted = now;
        }
        @Nullable Map<Stage, Long> known = now.items();
        return known == null ? Double.NaN : known.getOrDefault(stage, 0L).doubleValue();
    }

    private Counted count() {
        try {
            return new Counted(items.get(), nanos.getAsLong());
        } catch (RuntimeException e) {
            return new Counted(null, nanos.getAsLong());
        }
    }
}

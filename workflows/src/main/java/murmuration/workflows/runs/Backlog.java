package murmuration.workflows.runs;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import murmuration.core.Stage;

/**
 * Shows as {@code murmuration_backlog} what runs under way have yet to get through, by stage: autoscalers go by it. It is
 * counted when it is asked for; while that fails, it is not a number.
 */
public final class Backlog {
    /** Stages that more processes make faster. */
    private static final List<Stage> SCALED =
            List.of(Stage.EXTRACT, Stage.EMBED, Stage.NAME, Stage.REVIEW, Stage.RAISE);

    private final Supplier<Map<Stage, Long>> items;

    /** @param items what is left to do, by stage */
    public Backlog(Supplier<Map<Stage, Long>> items) {
        this.items = items;
    }

    /** From now on. */
    public void shownIn(MeterRegistry registry) {
        for (Stage stage : SCALED) {
            Gauge.builder("murmuration_backlog", () -> items.get().getOrDefault(stage, 0L))
                    .description("What runs under way have yet to get through: conversations, or clusters")
                    .tag("stage", stage.name())
                    .register(registry);
        }
    }
}

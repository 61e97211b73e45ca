package murmuration.workflows.runs;

import java.util.List;
import java.util.Objects;
import murmuration.core.Purpose;
import murmuration.core.Stage;
import org.jspecify.annotations.Nullable;

/**
 * What asking language models has cost a run so far.
 *
 * @param estimate what was expected before anything was asked; null where nothing was
 * @param reservedMicros millionths of a dollar that calls whose end is not known may cost
 */
public record Cost(
        List<Usage> usage,
        long reservedMicros,
        long reservedCalls,
        @Nullable Estimate estimate) {
    static final Cost NONE = new Cost(List.of(), 0, 0, null);

    public Cost {
        usage = List.copyOf(usage);
    }

    /** What the plan expects. @param sample transcripts whose tokens were counted */
    public record Estimate(
            long calls,
            long inputTokens,
            long outputTokens,
            @Nullable Long micros,
            int sample) {}

    /**
     * Calls that ended alike.
     *
     * @param outcome ANSWERED, or the code that they failed with
     * @param micros null where the model has no price
     */
    public record Usage(
            Purpose purpose,
            String model,
            String outcome,
            long calls,
            long inputTokens,
            long outputTokens,
            @Nullable Long micros) {
        /** Whether its number tells how many conversations ended somehow. */
        boolean countsConversations() {
            return outcome.equals("ANSWERED") && purpose.stage() == Stage.EXTRACT;
        }
    }

    /** Millionths of a dollar that count against the budget. */
    long countedMicros() {
        return reservedMicros
                + usage.stream()
                        .map(Usage::micros)
                        .filter(Objects::nonNull)
                        .mapToLong(Long::longValue)
                        .sum();
    }

    /** How many calls there were, also those that failed: grows with each that ends. */
    long calls() {
        return usage.stream().mapToLong(Usage::calls).sum();
    }
}

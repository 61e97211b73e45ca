package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import murmuration.core.Purpose;
import murmuration.runs.v1.Cost;
import murmuration.runs.v1.Estimate;
import murmuration.runs.v1.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What asking language models has cost a run so far, in dollars.
 *
 * @param usd of calls whose end is known; null where a model has no price
 * @param estimate what was expected before anything was asked
 * @param answers where they came from
 * @param reservedUsd at most, of calls whose end is not known: under way, or lost
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CostView(
        @Nullable Double usd,
        double reservedUsd,
        long reservedCalls,
        @Nullable EstimateView estimate,
        List<UsageView> usage,
        List<AnswersView> answers) {
    private static final double MICROS = 1e6;

    /** What was expected. @param sample transcripts of the run whose tokens were counted */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EstimateView(
            long calls,
            long inputTokens,
            long outputTokens,
            @Nullable Double usd,
            int sample) {
        static EstimateView of(Estimate estimate) {
            return new EstimateView(
                    estimate.getCalls(),
                    estimate.getInputTokens(),
                    estimate.getOutputTokens(),
                    estimate.hasMicros() ? Double.valueOf(estimate.getMicros() / MICROS) : null,
                    estimate.getSample());
        }
    }

    /** Calls that ended alike. @param outcome ANSWERED, or the code that they failed with */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record UsageView(
            String stage,
            String purpose,
            String model,
            String outcome,
            long calls,
            long inputTokens,
            long outputTokens,
            @Nullable Double usd) {
        static UsageView of(Usage usage) {
            return new UsageView(
                    usage.getStage(),
                    usage.getPurpose(),
                    usage.getModel(),
                    usage.getOutcome(),
                    usage.getCalls(),
                    usage.getInputTokens(),
                    usage.getOutputTokens(),
                    usage.hasMicros() ? Double.valueOf(usage.getMicros() / MICROS) : null);
        }
    }

    /**
     * Answers for one purpose; rough where they are about conversations.
     *
     * @param asked of a provider
     * @param stored before they were needed: nobody was asked, and they cost nothing
     */
    public record AnswersView(String stage, String purpose, long asked, long stored) {
        private AnswersView plus(AnswersView more) {
            return new AnswersView(stage, purpose, asked + more.asked, stored + more.stored);
        }

        static List<AnswersView> of(Cost cost) {
            Map<String, AnswersView> answers = new TreeMap<>();
            cost.getUsageList().stream()
                    .filter(usage -> usage.getOutcome().equals("ANSWERED"))
                    // of vectors, which are stored too, requests are counted
                    .filter(usage -> !usage.getPurpose().equals(Purpose.EMBED.name()))
                    .map(usage -> new AnswersView(usage.getStage(), usage.getPurpose(), usage.getCalls(), 0))
                    .forEach(line -> answers.merge(line.purpose(), line, AnswersView::plus));
            cost.getStoredList().stream()
                    .map(stored -> new AnswersView(stored.getStage(), stored.getPurpose(), 0, stored.getAnswers()))
                    .forEach(line -> answers.merge(line.purpose(), line, AnswersView::plus));
            return List.copyOf(answers.values());
        }
    }

    /** Null where the run has no model that is asked over the network. */
    static @Nullable CostView of(Cost cost) {
        if (cost.getUsageCount() == 0
                && cost.getStoredCount() == 0
                && cost.getReservedCalls() == 0
                && !cost.hasEstimate()) {
            return null;
        }
        boolean priced = cost.getUsageList().stream().allMatch(Usage::hasMicros);
        long micros = cost.getUsageList().stream().mapToLong(Usage::getMicros).sum();
        return new CostView(
                priced ? Double.valueOf(micros / MICROS) : null,
                cost.getReservedMicros() / MICROS,
                cost.getReservedCalls(),
                cost.hasEstimate() ? EstimateView.of(cost.getEstimate()) : null,
                cost.getUsageList().stream().map(UsageView::of).toList(),
                AnswersView.of(cost));
    }
}

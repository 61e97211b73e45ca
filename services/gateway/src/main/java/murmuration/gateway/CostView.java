package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import murmuration.runs.v1.Cost;
import murmuration.runs.v1.Estimate;
import murmuration.runs.v1.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What asking language models has cost a run so far, in dollars; stored answers cost nothing and are not in it.
 *
 * @param usd of calls whose end is known; null where a model has no price
 * @param estimate what was expected before anything was asked
 * @param reservedUsd at most, of calls whose end is not known: under way, or lost
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CostView(
        @Nullable Double usd,
        double reservedUsd,
        long reservedCalls,
        @Nullable EstimateView estimate,
        List<UsageView> usage) {
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

    /** Null where no model was asked over the network. */
    static @Nullable CostView of(Cost cost) {
        if (cost.getUsageCount() == 0 && cost.getReservedCalls() == 0 && !cost.hasEstimate()) {
            return null;
        }
        boolean priced = cost.getUsageList().stream().allMatch(Usage::hasMicros);
        long micros = cost.getUsageList().stream().mapToLong(Usage::getMicros).sum();
        return new CostView(
                priced ? Double.valueOf(micros / MICROS) : null,
                cost.getReservedMicros() / MICROS,
                cost.getReservedCalls(),
                cost.hasEstimate() ? EstimateView.of(cost.getEstimate()) : null,
                cost.getUsageList().stream().map(UsageView::of).toList());
    }
}

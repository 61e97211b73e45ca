package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import murmuration.runs.v1.Estimate;
import murmuration.runs.v1.EstimateRunResponse;
import murmuration.runs.v1.EstimatedTime;
import org.jspecify.annotations.Nullable;

/**
 * What a run would come to, in two digits or so.
 *
 * @param conversations that would be drawn
 * @param calls of models over the network
 * @param usd null where a model has no price
 * @param seconds null where nobody can tell
 * @param assumes what this rests on, in sentences
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OutlookView(
        RunView.Named dataset,
        long conversations,
        long calls,
        long inputTokens,
        long outputTokens,
        @Nullable Double usd,
        @Nullable Long seconds,
        List<String> assumes) {
    private static final double MICROS = 1e6;

    static OutlookView of(EstimateRunResponse response) {
        Estimate estimate = response.getEstimate();
        boolean priced = !response.hasEstimate() || estimate.hasMicros();
        return new OutlookView(
                new RunView.Named(response.getDatasetId(), response.getDatasetName()),
                response.getConversations(),
                estimate.getCalls(),
                estimate.getInputTokens(),
                estimate.getOutputTokens(),
                priced ? Double.valueOf(estimate.getMicros() / MICROS) : null,
                response.hasTime() && !response.getBatches()
                        ? Long.valueOf(Math.round(response.getTime().getSeconds()))
                        : null,
                assumes(response));
    }

    private static List<String> assumes(EstimateRunResponse response) {
        if (!response.hasEstimate()) {
            return List.of("Nothing is asked over the network, and nothing is paid for.");
        }
        List<String> assumes = new ArrayList<>();
        Estimate estimate = response.getEstimate();
        if (response.hasTime()) {
            assumes.add(String.format(
                    Locale.ROOT,
                    "Tokens are counted on about %d of its conversations, as OpenAI's newer models cut words.",
                    estimate.getSample()));
            assumes.add(
                    "What is asked of clusters follows from how many there will be about; one name in two is made twice.");
        }
        assumes.add("Stored answers, which cost nothing, are not taken off.");
        assumes.add(
                estimate.hasMicros()
                        ? "Prices are those of " + response.getPricesDate() + "."
                        : "A model has no price in the table of " + response.getPricesDate() + ".");
        if (response.hasTime()) {
            assumes.add(
                    response.getBatches()
                            ? "Conversations go through the provider's batches, which take up to a day."
                            : time(response.getTime()));
        }
        return List.copyOf(assumes);
    }

    private static String time(EstimatedTime time) {
        return String.format(
                Locale.ROOT,
                "A call takes %.1f s%s; up to %d are under way at a time, and no rate of the provider holds them up.",
                time.getCallSeconds(),
                time.getMeasured() ? " as measured here" : ", since none was measured here",
                time.getAtOnce());
    }
}

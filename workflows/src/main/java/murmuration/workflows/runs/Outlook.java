package murmuration.workflows.runs;

import murmuration.core.RunSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a run would come to.
 *
 * @param conversations that would be drawn
 * @param estimate null where no model is asked over the network
 * @param pricesDate of the table of prices; empty where there is no estimate
 * @param time null where no language model is asked over the network
 */
public record Outlook(
        long conversations,
        Cost.@Nullable Estimate estimate,
        String pricesDate,
        @Nullable Time time) {
    /** How long the language model takes. @param callSeconds of one call @param measured whether that is not assumed */
    public record Time(double seconds, double callSeconds, int atOnce, boolean measured) {}

    /** With every number rough that is near one of conversations (docs/privacy.md): it can be asked for any window of time. */
    Outlook rough(RunSpec.MinimumsSpec minimums) {
        return new Outlook(
                minimums.rough(conversations),
                estimate == null ? null : rough(estimate, minimums),
                pricesDate,
                time == null
                        ? null
                        : new Time(
                                (double) minimums.rough(Math.round(time.seconds())),
                                time.callSeconds(),
                                time.atOnce(),
                                time.measured()));
    }

    private static Cost.Estimate rough(Cost.Estimate exact, RunSpec.MinimumsSpec minimums) {
        @Nullable Long micros = exact.micros();
        return new Cost.Estimate(
                minimums.rough(exact.calls()),
                minimums.rough(exact.inputTokens()),
                minimums.rough(exact.outputTokens()),
                micros == null ? null : Long.valueOf(minimums.rough(micros)),
                (int) minimums.rough(exact.sample()));
    }
}

package murmuration.extraction;

import murmuration.models.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * What a run would come to, as far as can be said before it.
 *
 * @param conversations that would be drawn
 * @param estimate null where no model is asked over the network
 * @param pace null where no language model is
 * @param pricesDate of the table of prices; empty where there is no estimate
 */
record Outlook(
        long conversations,
        @Nullable Estimate estimate,
        @Nullable Pace pace,
        String pricesDate) {
    /**
     * How long a run's language model takes.
     *
     * @param callSeconds of one call, on average
     * @param atOnce calls at a time
     * @param measured whether calls of this process tell how long one takes
     */
    record Pace(double seconds, double callSeconds, int atOnce, boolean measured) {}
}

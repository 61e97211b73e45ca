package murmuration.privacy;

import java.util.List;
import murmuration.core.Minimums;

/** Why a release shows no cluster, in a sentence that gives no size away but that it is under a minimum. */
final class WhyNothing {
    private WhyNothing() {}

    /**
     * The reason; the same whether a group or all that has a summary is under the minimums.
     *
     * @param base all base clusters
     */
    static String of(List<ClusterRow> base, Minimums minimums) {
        if (base.stream().allMatch(cluster -> cluster.reason().equals("TOO_FEW"))) {
            return "no group of similar conversations reaches the minimums of %d conversations of %d accounts."
                    .formatted(minimums.conversations(), minimums.accounts());
        }
        return "what reached the minimums could not be named in words that enough of its accounts share and that"
                + " passed the review.";
    }
}

package murmuration.privacy;

import java.util.List;
import murmuration.core.Minimums;

/** Why a release shows no cluster, in a sentence that gives no size away but that it is under a minimum. */
final class WhyNothing {
    private WhyNothing() {}

    /**
     * The reason.
     *
     * @param answered the conversations that have a summary, exactly
     * @param base all base clusters
     */
    static String of(Group answered, List<ClusterRow> base, Minimums minimums) {
        if (answered.accounts() < minimums.accounts()) {
            return "the conversations that have a summary come from fewer than %d accounts, the least for any group."
                    .formatted(minimums.accounts());
        }
        if (answered.conversations() < minimums.conversations()) {
            return "fewer than %d conversations have a summary, the least for any group."
                    .formatted(minimums.conversations());
        }
        if (base.stream().allMatch(cluster -> cluster.reason().equals("TOO_FEW"))) {
            return "no group of similar conversations reaches the minimums of %d conversations of %d accounts."
                    .formatted(minimums.conversations(), minimums.accounts());
        }
        return "what reached the minimums could not be named in words that enough of its accounts share and that"
                + " passed the review.";
    }
}

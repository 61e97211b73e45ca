package murmuration.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import murmuration.core.Minimums;
import murmuration.core.RunSpec;

/**
 * How far the numbers of a release may be from what they count, and how much of them may be one account's, by what is
 * published of it.
 *
 * @param minimums of the run
 * @param slack conversations by which a count may be off: rounding, and noise but for one draw in a million
 * @param noise by which accounts may be off; 0 where there is none
 * @param perAccount conversations of one account that are counted at most
 * @param whole conversations in all published clusters, as they are published
 * @param wholeSlack by which these may be off
 */
record Precision(Minimums minimums, double slack, double noise, double perAccount, double whole, double wholeSlack) {
    private static final double SURE = Math.log(1e6);

    /** Nothing where the release does not say how many accounts it counts, or how much one of them may be. */
    static Optional<Precision> of(PublishedRun run, List<ClusterView> clusters) {
        JsonNode manifest = run.manifest();
        JsonNode spec = manifest.path("spec");
        JsonNode least = manifest.path("minimums");
        boolean alone = spec.path("accounts").asText().equals(RunSpec.Accounts.ONE_PER_CONVERSATION.name());
        JsonNode cap = spec.path("sampling").path("perAccount");
        Optional<ClusterView> largest = clusters.stream()
                .filter(cluster -> cluster.share() > 0)
                .max(Comparator.comparingDouble(ClusterView::share));
        if (!least.isObject() || spec.path("privacy").has("dp") || !(alone || cap.isInt()) || largest.isEmpty()) {
            return Optional.empty();
        }
        Minimums minimums = new Minimums(
                least.path("conversations").asInt(), least.path("accounts").asInt());
        double noise = manifest.path("compared").path("near").asBoolean() ? SURE * minimums.noise() : 0;
        long rounding = manifest.path("rounding").asLong();
        // what is kept may be what two remainders leave of a total, all of them rounded
        long coarse = run.coverage().path("rounding").asLong();
        return Optional.of(new Precision(
                minimums,
                rounding + noise,
                noise,
                alone ? 1 : cap.asInt(),
                largest.get().conversations() / largest.get().share(),
                (coarse > rounding ? 3 * coarse : rounding) + noise));
    }

    /** The smallest share that a cluster may have. */
    double leastShare(ClusterView cluster) {
        return least(cluster) / (whole + wholeSlack);
    }

    /** The largest share that a cluster may have. */
    double mostShare(ClusterView cluster) {
        return Math.min(1, (cluster.conversations() + slack) / Math.max(1, whole - wholeSlack));
    }

    /**
     * The largest variance that the logarithm of a cluster's share may have, if accounts come by chance and each brings all
     * its conversations: the sum of the squares of what each account has in the cluster, over the square of the cluster, and
     * the same for the whole. The sum is largest where as few accounts as its band permits have one conversation each, and
     * others as many as may be counted.
     */
    double variance(ClusterView cluster) {
        double conversations = least(cluster);
        double accounts = Math.min(conversations, Math.max(minimums.accounts(), accounts(cluster) - noise));
        double squares = Math.min(perAccount * conversations, accounts + (conversations - accounts) * (perAccount + 1));
        return squares / (conversations * conversations) + perAccount / Math.max(1, whole - wholeSlack);
    }

    private double least(ClusterView cluster) {
        return Math.max(minimums.conversations(), cluster.conversations() - slack);
    }

    /** The lower end of a band: 50–99. */
    private static double accounts(ClusterView cluster) {
        return Double.parseDouble(cluster.accountsBand().split("[^0-9]", 2)[0]);
    }
}

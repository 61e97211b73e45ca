package murmuration.gateway;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import murmuration.gateway.ComparisonView.Change;

/**
 * How a cluster's share has changed, and how often chance alone would make as much of it.
 *
 * @param change GROWN, SHRUNK, or MATCHED where rounding and noise may explain all of it
 * @param chance at most; 1 where there is nothing to explain
 */
record Growth(Change change, double chance) {
    /** So often any growth may be told that is none, over all clusters of a comparison. */
    private static final double ERROR = 0.05;

    /**
     * Of two shares, each anywhere within its release's precision, those that are nearest each other: the logarithm of their
     * ratio, against the largest variance that the releases permit. Two runs over the same people differ less by chance than
     * this says.
     */
    static Growth of(ClusterView was, Precision before, ClusterView is, Precision after) {
        double more = Math.log(after.leastShare(is) / before.mostShare(was));
        double less = Math.log(before.leastShare(was) / after.mostShare(is));
        double effect = Math.max(more, less);
        if (effect <= 0) {
            return new Growth(Change.MATCHED, 1);
        }
        // a normal variable is farther than z from its mean at most exp(-z²/2) of the time (Chernoff)
        double chance = Math.exp(-effect * effect / (before.variance(was) + after.variance(is)) / 2);
        return new Growth(more > less ? Change.GROWN : Change.SHRUNK, chance);
    }

    /** Which of these are told: indices, by Holm (1979), which asks nothing of how they depend on each other. */
    static Set<Integer> told(List<Growth> tested) {
        List<Integer> rarest = IntStream.range(0, tested.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> tested.get(i).chance()))
                .toList();
        return IntStream.range(0, rarest.size())
                .takeWhile(i -> tested.get(rarest.get(i)).chance() * (rarest.size() - i) <= ERROR)
                .mapToObj(rarest::get)
                .collect(Collectors.toUnmodifiableSet());
    }
}

package murmuration.clustering;

import java.util.List;

/**
 * How many clusters a run gets, and why.
 *
 * @param k the number
 * @param reason a {@link murmuration.core.Phrase}, for the manifest
 * @param candidates what was tried, from many clusters to few; empty where nothing had to be
 */
record Choice(int k, String reason, List<Candidate> candidates) {
    Choice {
        candidates = List.copyOf(candidates);
    }

    /**
     * A number of clusters that was tried.
     *
     * @param target conversations a cluster on average
     * @param silhouette simplified silhouette on the sample, the mean of its tries
     * @param stability adjusted Rand index of its tries on the sample, the mean of all pairs
     * @param coverage share of all conversations in clusters that meet the minimums
     */
    record Candidate(int target, int k, double silhouette, double stability, double coverage) {}
}

package murmuration.clustering;

import murmuration.clustering.KMeans.Fit;

/**
 * The simplified silhouette (Hruschka et al., 2004), with cosine distances to centroids instead of to all members:
 * how much nearer a point is to its own centroid than to the next, on average. A point alone in its cluster counts 0.
 */
final class Silhouette {
    private Silhouette() {}

    /** From -1 to 1, the higher the better apart; 0 for a single cluster. */
    static double of(Fit fit) {
        Nearest nearest = fit.nearest();
        Members members = fit.members();
        double sum = 0;
        int n = nearest.centroid().length;
        for (int i = 0; i < n; i++) {
            double own = Math.max(0, 1 - nearest.similarity()[i]);
            double next = 1 - nearest.second()[i];
            boolean alone = members.size(nearest.centroid()[i]) == 1;
            // infinite where there is no next centroid
            sum += alone || next <= 0 || Double.isInfinite(next) ? 0 : (next - own) / next;
        }
        return n == 0 ? 0 : sum / n;
    }
}

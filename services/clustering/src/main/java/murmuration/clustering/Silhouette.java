package murmuration.clustering;

import java.util.List;
import murmuration.clustering.KMeans.Fit;

/**
 * The simplified silhouette (Hruschka et al., 2004), with cosine distances to centroids instead of to all members:
 * how much nearer a point is to its own centroid than to the next, on average.
 *
 * <p>Deviation: its own centroid is the one that the others of its cluster have. With itself among them, a point is near
 * to its centroid the more the fewer they are, and small clusters look well apart that are not. A point alone in its
 * cluster counts 0.
 */
final class Silhouette {
    private Silhouette() {}

    /** The mean over several fits. */
    static double mean(List<Fit> fits) {
        return fits.stream().mapToDouble(Silhouette::of).average().orElseThrow();
    }

    /** From -1 to 1, the higher the better apart; 0 for a single cluster. */
    static double of(Fit fit) {
        Nearest nearest = fit.nearest();
        Members members = fit.members();
        // the length of the sum of a cluster's members is the sum of their similarities to its direction
        double[] length = new double[members.k()];
        for (int i = 0; i < nearest.centroid().length; i++) {
            length[nearest.centroid()[i]] += nearest.similarity()[i];
        }
        double sum = 0;
        int n = nearest.centroid().length;
        for (int i = 0; i < n; i++) {
            int c = nearest.centroid()[i];
            double own = 1 - withoutItself(nearest.similarity()[i], length[c]);
            double next = 1 - nearest.second()[i];
            double more = Math.max(own, next);
            // infinite where there is no next centroid
            sum += members.size(c) == 1 || more <= 0 || Double.isInfinite(next) ? 0 : (next - own) / more;
        }
        return n == 0 ? 0 : sum / n;
    }

    /**
     * The cosine of a unit vector and the sum of its cluster's other members.
     *
     * @param cosine its own with the sum of all members
     * @param length of the sum of all members
     */
    private static double withoutItself(double cosine, double length) {
        double square = length * length - 2 * length * cosine + 1;
        return square <= 0 ? 0 : Math.min(1, (length * cosine - 1) / Math.sqrt(square));
    }
}

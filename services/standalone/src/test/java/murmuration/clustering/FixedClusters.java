package murmuration.clustering;

import murmuration.core.Matrix;
import murmuration.runtime.Parallel;

/** Base clusters of a given number, by the product's own k-means. */
public final class FixedClusters {
    private FixedClusters() {}

    /** Each point's cluster. @param points n unit vectors */
    public static int[] of(Matrix points, int k, long seed) {
        try (Parallel parallel = new Parallel(2, () -> {})) {
            return new KMeans(BestKernel.INSTANCE, parallel)
                    .fit(points, k, seed)
                    .nearest()
                    .centroid();
        }
    }
}

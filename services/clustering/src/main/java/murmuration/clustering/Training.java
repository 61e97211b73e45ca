package murmuration.clustering;

import murmuration.core.Digest;
import murmuration.core.Matrix;
import murmuration.runtime.Parallel;

/** Trains the centroids of a known k as well as its size allows; where points are many, on {@value #POINTS} a centroid. */
final class Training {
    private static final int POINTS = 256;
    /** So many points are not many. */
    private static final int FEW = 1 << 16;
    /** Products of points and centroids up to which a better optimum is searched for. */
    private static final long SEARCHED = 1L << 25;

    private final KMeans kMeans;
    private final TwoLevel twoLevel;
    private final long seed;

    Training(Kernel kernel, Parallel parallel, long seed) {
        kMeans = new KMeans(kernel, parallel);
        twoLevel = new TwoLevel(kernel, parallel);
        this.seed = seed;
    }

    /** Centroids for points, at most {@code k}; each is the nearest of at least one point it was trained on. */
    Matrix centroids(Matrix points, int k) {
        int size = (int) Math.min(points.n(), Math.max(FEW, (long) k * POINTS));
        Matrix some = Vectors.sample(points, size, Digest.seed(seed, "training sample"));
        long start = Digest.seed(seed, "training");
        return k <= TwoLevel.FLAT && (long) some.n() * k <= SEARCHED
                ? new Breathing(kMeans).fit(some, k, start).centroids()
                : twoLevel.centroids(some, k, start);
    }
}

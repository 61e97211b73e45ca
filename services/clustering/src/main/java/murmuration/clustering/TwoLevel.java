package murmuration.clustering;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import murmuration.clustering.KMeans.Fit;
import murmuration.core.Digest;
import murmuration.core.Matrix;
import murmuration.runtime.Parallel;

/**
 * k-means for any k: flat up to {@value #FLAT} clusters; above, √k coarse cells are found on a sample, and each cell is
 * divided by itself into its share of the k. That costs √k comparisons a point instead of k.
 */
final class TwoLevel {
    static final int FLAT = 2_000;
    private static final int COARSE_SAMPLE = 1 << 16;

    private final KMeans kMeans;
    private final Assigner assigner;

    TwoLevel(Kernel kernel, Parallel parallel) {
        kMeans = new KMeans(kernel, parallel);
        assigner = new Assigner(kernel, parallel);
    }

    /** About {@code k} centroids of the points, at most k. */
    Matrix centroids(Matrix points, int k, long seed) {
        return k <= FLAT ? kMeans.fit(points, k, seed).centroids() : cells(points, k, seed);
    }

    Matrix cells(Matrix points, int k, long seed) {
        Matrix sample = Vectors.sample(points, COARSE_SAMPLE, Digest.seed(seed, "coarse sample"));
        Fit coarse = kMeans.fit(sample, (int) Math.round(Math.sqrt(k)), Digest.seed(seed, "coarse"));
        Members cells = Members.of(
                assigner.assign(points, coarse.centroids()).centroid(),
                coarse.centroids().n());
        int[] shares = shares(cells, k);
        List<Matrix> parts = new ArrayList<>();
        for (int cell = 0; cell < cells.k(); cell++) {
            if (shares[cell] > 0) {
                Matrix own = Vectors.rows(points, cells.of(cell));
                parts.add(kMeans.fit(own, shares[cell], Digest.seed(seed, "cell " + cell))
                        .centroids());
            }
        }
        return Vectors.stack(parts, points.d());
    }

    /** Divides k in proportion to the cells' sizes, by largest remainders; a cell with points has at least one. */
    static int[] shares(Members cells, int k) {
        int n = cells.points().length;
        int[] shares = new int[cells.k()];
        int given = 0;
        for (int cell = 0; cell < shares.length; cell++) {
            int size = cells.size(cell);
            shares[cell] = size == 0 ? 0 : (int) Math.max(1, (long) k * size / n);
            given += shares[cell];
        }
        List<Integer> byRemainder = IntStream.range(0, shares.length)
                .boxed()
                .sorted(Comparator.comparingLong(cell -> -((long) k * cells.size(cell) % n)))
                .toList();
        for (int cell : byRemainder) {
            if (given < k && shares[cell] < cells.size(cell)) {
                shares[cell]++;
                given++;
            }
        }
        return shares;
    }
}

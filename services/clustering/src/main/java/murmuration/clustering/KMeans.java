package murmuration.clustering;

import static murmuration.core.MurmurationException.require;

import java.util.stream.IntStream;
import murmuration.core.Matrix;
import murmuration.runtime.Parallel;

/**
 * Spherical k-means (Dhillon and Modha, 2001) with k-means++ seeding.
 *
 * <p>The same vectors, k and seed give the same bits whatever the number of threads: a centroid's sum is taken over its
 * members in ascending order, in doubles, and a tie goes to the lower index. An empty cluster begins anew at the point
 * that is worst off, the lowest index of equals, a point for each.
 */
final class KMeans {
    private static final int ITERATIONS = 50;
    private static final double ENOUGH = 2e-5;

    private final Parallel parallel;
    private final Assigner assigner;
    private final Seeding seeding;

    KMeans(Kernel kernel, Parallel parallel) {
        this.parallel = parallel;
        assigner = new Assigner(kernel, parallel);
        seeding = new Seeding(kernel, parallel);
    }

    /**
     * What was found.
     *
     * @param centroids unit vectors, each the nearest of at least one point
     * @param nearest each point's centroid
     */
    record Fit(Matrix centroids, Nearest nearest) {
        /** Which points each centroid has. */
        Members members() {
            return Members.of(nearest.centroid(), centroids.n());
        }
    }

    /** At most {@code k} clusters of unit vectors; fewer only where the points have fewer distinct places. */
    Fit fit(Matrix points, int k, long seed) {
        require(k >= 1 && k <= points.n(), "k is from 1 to the number of points %d, not %d", points.n(), k);
        return withoutEmpty(points, settle(points, seeding.seed(points, k, seed)));
    }

    /** Moves centroids to the mean of what is nearest to them until that gains little. */
    Fit settle(Matrix points, Matrix start) {
        Matrix centroids = start;
        Nearest nearest = assigner.assign(points, centroids);
        double total = nearest.total();
        for (int i = 0; i < ITERATIONS; i++) {
            centroids = means(points, nearest, centroids.n());
            nearest = assigner.assign(points, centroids);
            double before = total;
            total = nearest.total();
            if (total - before <= ENOUGH * (points.n() - before)) {
                break;
            }
        }
        return new Fit(centroids, nearest);
    }

    private Matrix means(Matrix points, Nearest nearest, int k) {
        Members members = Members.of(nearest.centroid(), k);
        Matrix means = Matrix.zeros(k, points.d());
        boolean[] empty = new boolean[k];
        parallel.chunks(k, 4, (from, to) -> {
            for (int c = from; c < to; c++) {
                empty[c] = !mean(points, members, c, means);
            }
        });
        reseed(points, nearest, empty, means);
        return means;
    }

    /** Writes the direction of the sum of a cluster's members; false where there is none. */
    private static boolean mean(Matrix points, Members members, int c, Matrix means) {
        int d = points.d();
        double[] sum = new double[d];
        for (int m = members.start()[c]; m < members.start()[c + 1]; m++) {
            int at = members.points()[m] * d;
            for (int t = 0; t < d; t++) {
                sum[t] += points.values()[at + t];
            }
        }
        double square = 0;
        for (double one : sum) {
            square += one * one;
        }
        if (square < 1e-18) {
            return false;
        }
        double norm = Math.sqrt(square);
        for (int t = 0; t < d; t++) {
            means.values()[c * d + t] = (float) (sum[t] / norm);
        }
        return true;
    }

    private static void reseed(Matrix points, Nearest nearest, boolean[] empty, Matrix means) {
        int[] places = IntStream.range(0, empty.length).filter(c -> empty[c]).toArray();
        if (places.length == 0) {
            return;
        }
        float[] similarity = nearest.similarity();
        int[] worst = IntStream.range(0, points.n())
                .boxed()
                .sorted((a, b) -> Float.compare(similarity[a], similarity[b]))
                .limit(places.length)
                .mapToInt(Integer::intValue)
                .toArray();
        for (int e = 0; e < places.length; e++) {
            means.put(places[e], points.row(worst[e]));
        }
    }

    private Fit withoutEmpty(Matrix points, Fit fit) {
        Matrix centroids = fit.centroids();
        Members members = fit.members();
        int[] kept = IntStream.range(0, centroids.n())
                .filter(c -> members.size(c) > 0)
                .toArray();
        if (kept.length == centroids.n()) {
            return fit;
        }
        Matrix rest = Vectors.rows(centroids, kept);
        return new Fit(rest, assigner.assign(points, rest));
    }
}

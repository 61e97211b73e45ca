package murmuration.clustering;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import murmuration.clustering.KMeans.Fit;
import murmuration.core.Matrix;

/**
 * Leads k-means out of poor local optima, after "breathing k-means" (Fritzke, 2020): a few centroids are added where the
 * error is largest, as many are taken away where they are missed least, and what is better is kept; the number
 * shrinks with each breath that gained nothing.
 *
 * <p>Deviation: an added centroid stands half way between a centroid and the member that is farthest from it, instead of
 * at a random small offset, so that nothing is drawn.
 */
final class Breathing {
    private static final int FIRST = 5;

    private final KMeans kMeans;

    Breathing(KMeans kMeans) {
        this.kMeans = kMeans;
    }

    /** As {@link KMeans#fit}, and as much better as it gets. */
    Fit fit(Matrix points, int k, long seed) {
        return improve(points, kMeans.fit(points, k, seed));
    }

    /** A fit of as many centroids whose total similarity is at least that of the given one. */
    Fit improve(Matrix points, Fit fit) {
        Fit best = fit;
        int breath = Math.min(FIRST, fit.centroids().n() / 2);
        while (breath > 0) {
            Fit more = kMeans.settle(points, with(points, best, breath));
            Fit next = kMeans.settle(
                    points,
                    without(more, more.centroids().n() - best.centroids().n()));
            if (next.nearest().total() > best.nearest().total() * (1 + 1e-6)) {
                best = next;
            } else {
                breath--;
            }
        }
        return best;
    }

    private static Matrix with(Matrix points, Fit fit, int count) {
        int k = fit.centroids().n();
        double[] error = new double[k];
        int[] farthest = new int[k];
        java.util.Arrays.fill(farthest, -1);
        Nearest nearest = fit.nearest();
        for (int i = 0; i < points.n(); i++) {
            int c = nearest.centroid()[i];
            error[c] += 1 - nearest.similarity()[i];
            if (farthest[c] < 0 || nearest.similarity()[i] < nearest.similarity()[farthest[c]]) {
                farthest[c] = i;
            }
        }
        int[] split = IntStream.range(0, k)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -error[c]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
        List<Matrix> added = Stream.of(split)
                .flatMapToInt(IntStream::of)
                .mapToObj(c -> halfWay(fit.centroids().row(c), points.row(farthest[c])))
                .toList();
        return Vectors.stack(
                Stream.concat(Stream.of(fit.centroids()), added.stream()).toList(), points.d());
    }

    private static Matrix halfWay(float[] a, float[] b) {
        float[] half = new float[a.length];
        double square = 0;
        for (int t = 0; t < a.length; t++) {
            half[t] = a[t] + b[t];
            square += (double) half[t] * half[t];
        }
        float norm = (float) Math.sqrt(square);
        for (int t = 0; t < a.length; t++) {
            half[t] = norm > 0 ? half[t] / norm : b[t];
        }
        return new Matrix(half, 1, half.length);
    }

    private static Matrix without(Fit fit, int count) {
        int k = fit.centroids().n();
        double[] missed = new double[k];
        Nearest nearest = fit.nearest();
        for (int i = 0; i < nearest.centroid().length; i++) {
            missed[nearest.centroid()[i]] += nearest.similarity()[i] - nearest.second()[i];
        }
        boolean[] kept = new boolean[k];
        boolean[] gone = new boolean[k];
        int left = count;
        for (int c : IntStream.range(0, k)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> missed[c]))
                .toList()) {
            if (left > 0 && !kept[c]) {
                gone[c] = true;
                left--;
                // whoever takes over its points must stay
                kept[neighbor(fit.centroids(), c)] = true;
            }
        }
        return Vectors.rows(
                fit.centroids(), IntStream.range(0, k).filter(c -> !gone[c]).toArray());
    }

    private static int neighbor(Matrix centroids, int c) {
        int best = c == 0 ? 1 : 0;
        float similarity = Float.NEGATIVE_INFINITY;
        for (int other = 0; other < centroids.n(); other++) {
            float one = Vectors.product(centroids, c, centroids, other);
            if (other != c && one > similarity) {
                similarity = one;
                best = other;
            }
        }
        return best;
    }
}

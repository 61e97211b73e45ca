package murmuration.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import murmuration.clustering.KMeans.Fit;
import murmuration.core.Matrix;
import murmuration.runtime.Parallel;
import org.junit.jupiter.api.Test;

class SilhouetteTest {
    @Test
    void isThatOfCentroidsThatAPointHasNoPartIn() {
        Matrix points = PlantedTopics.even(4, 6, 16, 1.0).vectors();
        int[] clusters = IntStream.range(0, points.n()).map(i -> i % 4).toArray();

        assertThat(Silhouette.of(fit(points, clusters, 4))).isCloseTo(byDefinition(points, clusters, 4), within(1e-5));
    }

    @Test
    void oneAloneCountsNothingAndOneClusterHasNoNext() {
        Matrix points = PlantedTopics.even(3, 1, 16, 0.1).vectors();

        assertThat(Silhouette.of(fit(points, new int[] {0, 1, 2}, 3))).isZero();
        assertThat(Silhouette.of(fit(points, new int[3], 1))).isZero();
    }

    @Test
    void noiseIsNotWellApartForBeingDividedSmall() {
        Matrix noise = PlantedTopics.even(1, 600, 32, 40).vectors();

        try (Parallel parallel = new Parallel(2, () -> {})) {
            KMeans kMeans = new KMeans(BestKernel.INSTANCE, parallel);
            assertThat(Silhouette.of(kMeans.fit(noise, 150, 1)))
                    .isLessThan(Silhouette.of(kMeans.fit(noise, 4, 1)) + 0.05);
        }
    }

    private static Fit fit(Matrix points, int[] clusters, int k) {
        Matrix centroids = Matrix.zeros(k, points.d());
        IntStream.range(0, k).forEach(c -> centroids.put(c, mean(points, clusters, c, -1)));
        float[] own = new float[points.n()];
        float[] next = new float[points.n()];
        for (int i = 0; i < points.n(); i++) {
            own[i] = Vectors.product(points, i, centroids, clusters[i]);
            next[i] = Float.NEGATIVE_INFINITY;
            for (int c = 0; c < k; c++) {
                next[i] = c == clusters[i] ? next[i] : Math.max(next[i], Vectors.product(points, i, centroids, c));
            }
        }
        return new Fit(centroids, new Nearest(clusters, own, next));
    }

    private static double byDefinition(Matrix points, int[] clusters, int k) {
        double sum = 0;
        for (int i = 0; i < points.n(); i++) {
            double own = 1 - cosine(points.row(i), mean(points, clusters, clusters[i], i));
            double next = Double.POSITIVE_INFINITY;
            for (int c = 0; c < k; c++) {
                next = c == clusters[i]
                        ? next
                        : Math.min(next, 1 - cosine(points.row(i), mean(points, clusters, c, -1)));
            }
            sum += (next - own) / Math.max(next, own);
        }
        return sum / points.n();
    }

    /** The direction of a cluster's sum, one point left out. */
    private static float[] mean(Matrix points, int[] clusters, int c, int without) {
        float[] sum = new float[points.d()];
        for (int i = 0; i < points.n(); i++) {
            for (int t = 0; t < sum.length && clusters[i] == c && i != without; t++) {
                sum[t] += points.row(i)[t];
            }
        }
        double length = Math.sqrt(cosine(sum, sum));
        for (int t = 0; t < sum.length; t++) {
            sum[t] = (float) (sum[t] / length);
        }
        return sum;
    }

    /** Of unit vectors. */
    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int t = 0; t < a.length; t++) {
            sum += (double) a[t] * b[t];
        }
        return sum;
    }
}

package murmuration.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.stream.IntStream;
import murmuration.core.Matrix;
import org.junit.jupiter.api.Test;

class OutsideTest {
    private final PlantedTopics topics = PlantedTopics.even(9, 40, 24, 1.2);
    private final Matrix points = topics.vectors();

    @Test
    void findsTheNearestOutsideAsASortWould() {
        try (Parallel parallel = new Parallel(2, () -> {})) {
            var fit = new KMeans(Kernel.best(), parallel).fit(points, 9, 1);
            int[] cluster = fit.nearest().centroid();
            Outside.Best[] best =
                    new Outside(Kernel.best(), parallel).nearest(points, cluster, fit.centroids(), Outside.noFloors(9));

            for (int c = 0; c < 9; c++) {
                assertThat(best[c].points()).isEqualTo(sorted(fit.centroids(), cluster, c));
            }
        }
    }

    @Test
    void floorsOfTheWholeLoseNothingInItsParts() {
        try (Parallel parallel = new Parallel(1, () -> {})) {
            var fit = new KMeans(Kernel.best(), parallel).fit(points, 9, 1);
            Outside outside = new Outside(Kernel.best(), parallel);
            int[] cluster = fit.nearest().centroid();
            float[] floors = new float[9];
            Outside.Best[] whole = outside.nearest(points, cluster, fit.centroids(), Outside.noFloors(9));
            for (int c = 0; c < 9; c++) {
                floors[c] = whole[c].bound();
            }
            int[] found = new int[9];
            for (int part = 0; part < 3; part++) {
                int[] rows = IntStream.range(part * 120, part * 120 + 120).toArray();
                int[] own = IntStream.of(rows).map(i -> cluster[i]).toArray();
                Outside.Best[] some = outside.nearest(Vectors.rows(points, rows), own, fit.centroids(), floors);
                for (int c = 0; c < 9; c++) {
                    found[c] += some[c].points().length;
                }
            }

            assertThat(found).containsOnly(Outside.LIMIT);
        }
    }

    private int[] sorted(Matrix centroids, int[] cluster, int c) {
        return IntStream.range(0, points.n())
                .filter(i -> cluster[i] != c)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -Vectors.product(points, i, centroids, c))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(Outside.LIMIT)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}

package murmuration.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import murmuration.core.Matrix;
import murmuration.core.VectorStore.Block;
import murmuration.core.VectorStore.Place;
import murmuration.runtime.Parallel;
import org.junit.jupiter.api.Test;

class OutsideTest {
    private final PlantedTopics topics = PlantedTopics.even(9, 40, 24, 1.2);
    private final Matrix points = topics.vectors();

    @Test
    void findsTheNearestOutsideAsASortWouldWhateverTheBlocks() {
        try (Parallel parallel = new Parallel(2, () -> {})) {
            var fit = new KMeans(BestKernel.INSTANCE, parallel).fit(points, 9, 1);
            int[] cluster = fit.nearest().centroid();
            for (int block : new int[] {points.n(), 120, 7}) {
                Outside outside = new Outside(BestKernel.INSTANCE, parallel, fit.centroids());
                for (int first = 0; first < points.n(); first += block) {
                    int[] rows = IntStream.range(first, Math.min(points.n(), first + block))
                            .toArray();
                    outside.add(
                            first,
                            new Block(rows, Vectors.rows(points, rows)),
                            IntStream.of(rows).map(i -> cluster[i]).toArray());
                }
                for (int c = 0; c < 9; c++) {
                    assertThat(outside.best()[c].places())
                            .extracting(Place::position)
                            .isEqualTo(sorted(fit.centroids(), cluster, c));
                }
            }
        }
    }

    private List<Integer> sorted(Matrix centroids, int[] cluster, int c) {
        return IntStream.range(0, points.n())
                .filter(i -> cluster[i] != c)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -Vectors.product(points, i, centroids, c))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(Outside.LIMIT)
                .toList();
    }
}

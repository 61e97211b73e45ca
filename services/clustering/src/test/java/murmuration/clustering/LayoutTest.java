package murmuration.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import murmuration.core.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 24, 31, 300})
    void allStandInTheSquareAndHardlyCoverEachOther(int n) {
        PlantedTopics topics = PlantedTopics.of(evenly(n, 6), 32, 0.6, 4);
        long[] sizes = LongStream.range(0, n).map(i -> 20 + 3_000 / (i + 1)).toArray();

        Layout layout = Layout.of(topics.vectors(), sizes, 9);

        assertThat(DoubleStream.concat(DoubleStream.of(layout.x()), DoubleStream.of(layout.y())))
                .allMatch(at -> at >= 0 && at <= 1);
        assertThat(covered(layout, sizes)).isLessThan(0.1);
    }

    @Test
    void sameInputGivesTheSameBits() {
        Matrix vectors = PlantedTopics.even(8, 15, 32, 0.6).vectors();
        long[] sizes = LongStream.range(0, 120).map(i -> 50 + i).toArray();

        Layout first = Layout.of(vectors, sizes, 9);
        Layout second = Layout.of(vectors, sizes, 9);

        assertThat(second.x()).isEqualTo(first.x());
        assertThat(second.y()).isEqualTo(first.y());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 25})
    void neighborsOnTheMapAreOfTheSameTopic(int size) {
        PlantedTopics topics = PlantedTopics.even(6, size, 48, 0.7);
        int n = 6 * size;

        Layout layout = Layout.of(topics.vectors(), new long[n], 9);

        int alike = 0;
        for (int i = 0; i < n; i++) {
            alike += topics.topics()[nearest(layout, i)] == topics.topics()[i] ? 1 : 0;
        }
        assertThat((double) alike / n).isGreaterThan(0.85);
    }

    @Test
    void equalVectorsFindPlacesToo() {
        Matrix equal = Vectors.rows(PlantedTopics.even(1, 1, 8, 0).vectors(), new int[40]);

        Layout layout = Layout.of(equal, new long[40], 1);

        assertThat(DoubleStream.of(layout.x())).allMatch(Double::isFinite);
        assertThat(covered(layout, new long[40])).isLessThan(0.1);
    }

    private static int[] evenly(int n, int groups) {
        int[] sizes = new int[Math.min(n, groups)];
        for (int i = 0; i < n; i++) {
            sizes[i % sizes.length]++;
        }
        return sizes;
    }

    private static int nearest(Layout layout, int i) {
        int best = i == 0 ? 1 : 0;
        for (int j = 0; j < layout.x().length; j++) {
            best = j != i && distance(layout, i, j) < distance(layout, i, best) ? j : best;
        }
        return best;
    }

    private static double distance(Layout layout, int i, int j) {
        return Math.hypot(layout.x()[i] - layout.x()[j], layout.y()[i] - layout.y()[j]);
    }

    /** The largest overlap of two circles as a share of the smaller one's radius. */
    private static double covered(Layout layout, long[] sizes) {
        double[] radius = new Circles(layout.x(), layout.y(), sizes).radius();
        double most = 0;
        for (int i = 0; i < radius.length; i++) {
            for (int j = 0; j < i; j++) {
                double overlap = radius[i] + radius[j] - distance(layout, i, j);
                most = Math.max(most, overlap / Math.min(radius[i], radius[j]));
            }
        }
        return most;
    }
}

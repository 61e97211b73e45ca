package murmuration.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import murmuration.clustering.KMeans.Fit;
import murmuration.core.Matrix;
import murmuration.core.MurmurationException;
import murmuration.runtime.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KMeansTest {
    private static final PlantedTopics TOPICS = PlantedTopics.of(new int[] {900, 500, 300, 200, 100, 50}, 48, 0.9, 3);

    @Test
    void trainingFindsPlantedTopics() {
        try (Parallel parallel = new Parallel(2, () -> {})) {
            Matrix centroids = new Training(BestKernel.INSTANCE, parallel, 11).centroids(TOPICS.vectors(), 6);
            Nearest nearest = new Assigner(BestKernel.INSTANCE, parallel).assign(TOPICS.vectors(), centroids);

            assertThat(Rand.adjusted(nearest.centroid(), TOPICS.topics())).isGreaterThan(0.98);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void anyNumberOfThreadsGivesTheSameBits(int threads) {
        Fit one = fit(TOPICS.vectors(), 40, 1);
        Fit many = fit(TOPICS.vectors(), 40, threads);

        assertThat(many.centroids().values()).isEqualTo(one.centroids().values());
        assertThat(many.nearest().centroid()).isEqualTo(one.nearest().centroid());
        assertThat(many.nearest().similarity()).isEqualTo(one.nearest().similarity());
    }

    @Test
    void settlesWhereANaiveReferenceDoes() {
        Matrix start = Vectors.rows(TOPICS.vectors(), IntStream.range(0, 12).toArray());
        Fit fit;
        try (Parallel parallel = new Parallel(2, () -> {})) {
            fit = new KMeans(BestKernel.INSTANCE, parallel).settle(TOPICS.vectors(), start);
        }
        NaiveKMeans naive = new NaiveKMeans(TOPICS.vectors(), start);
        naive.settle();

        // the reference stops where nothing moves, ours where moving gains little
        assertThat(fit.nearest().total()).isCloseTo(naive.total(), within(1e-3 * naive.total()));
        assertThat(Rand.adjusted(fit.nearest().centroid(), naive.assignment())).isGreaterThan(0.98);
    }

    /** Their squares sum to a little less than 1, as those of long vectors do. */
    @Test
    @Timeout(30)
    void copiesOfAPointAreSeededOnceAlsoWhereRoundingMakesThemDistant() {
        Matrix few = PlantedTopics.even(6, 10, 32, 1.0).vectors();
        Matrix copies = Matrix.zeros(300, few.d());
        for (int i = 0; i < copies.n(); i++) {
            float[] row = few.row(i % few.n()).clone();
            for (int j = 0; j < row.length; j++) {
                row[j] *= 0.999998f;
            }
            copies.put(i, row);
        }

        try (Parallel parallel = new Parallel(2, () -> {})) {
            assertThat(new Seeding(BestKernel.INSTANCE, parallel)
                            .seed(copies, 100, 1)
                            .n())
                    .isEqualTo(60);
        }
    }

    @Test
    void orderOfPointsDoesNotMatterToWhereItSettles() {
        int n = TOPICS.vectors().n();
        int[] backward = IntStream.range(0, n).map(i -> n - 1 - i).toArray();
        Matrix start = Vectors.rows(TOPICS.vectors(), IntStream.range(0, 12).toArray());
        try (Parallel parallel = new Parallel(2, () -> {})) {
            KMeans kMeans = new KMeans(BestKernel.INSTANCE, parallel);
            int[] there = kMeans.settle(TOPICS.vectors(), start).nearest().centroid();
            int[] back = kMeans.settle(Vectors.rows(TOPICS.vectors(), backward), start)
                    .nearest()
                    .centroid();

            assertThat(Arrays.stream(backward).map(i -> back[i]).toArray()).isEqualTo(there);
        }
    }

    @Test
    void duplicatesGiveNoMoreClustersThanPlaces() {
        Matrix threePlaces = Vectors.rows(
                TOPICS.vectors(), IntStream.range(0, 90).map(i -> i % 3).toArray());

        Fit fit = fit(threePlaces, 10, 2);

        assertThat(fit.centroids().n()).isEqualTo(3);
        assertThat(fit.nearest().total()).isCloseTo(90, within(1e-4));
    }

    @Test
    void asManyClustersAsPointsHoldOneEach() {
        Matrix few = Vectors.rows(TOPICS.vectors(), IntStream.range(0, 30).toArray());

        Fit fit = fit(few, 30, 2);

        assertThat(fit.nearest().centroid()).doesNotHaveDuplicates();
    }

    @Test
    void oneClusterStandsAtTheMean() {
        Fit fit = fit(TOPICS.vectors(), 1, 2);

        assertThat(fit.nearest().centroid()).containsOnly(0);
        assertThat(Vectors.product(fit.centroids(), 0, fit.centroids(), 0)).isCloseTo(1, within(1e-5f));
    }

    @Test
    void emptyClusterBeginsAnewAtThePointThatIsWorstOff() {
        Matrix points = TOPICS.vectors();
        // the second of two equal centroids is nobody's nearest
        Matrix start = Vectors.rows(points, new int[] {0, 0, 1});
        try (Parallel parallel = new Parallel(1, () -> {})) {
            Fit fit = new KMeans(BestKernel.INSTANCE, parallel).settle(points, start);

            assertThat(IntStream.range(0, 3).map(fit.members()::size)).allMatch(size -> size > 0);
        }
    }

    @Test
    void moreClustersThanPointsAreRejected() {
        Matrix few = Vectors.rows(TOPICS.vectors(), new int[] {0, 1});

        assertThatThrownBy(() -> fit(few, 3, 1))
                .isInstanceOf(MurmurationException.class)
                .hasMessageContaining("not 3");
    }

    @Test
    void breathingNeverLosesWhatWasFound() {
        Matrix points = PlantedTopics.even(60, 20, 32, 1.5).vectors();
        try (Parallel parallel = new Parallel(2, () -> {})) {
            KMeans kMeans = new KMeans(BestKernel.INSTANCE, parallel);
            Fit first = kMeans.fit(points, 60, 5);
            Fit better = new Breathing(kMeans).improve(points, first);

            assertThat(better.centroids().n()).isEqualTo(first.centroids().n());
            assertThat(better.nearest().total())
                    .isGreaterThanOrEqualTo(first.nearest().total());
        }
    }

    @Test
    void twoLevelsLoseLittleAgainstOne() {
        PlantedTopics topics = PlantedTopics.even(120, 50, 32, 1.0);
        try (Parallel parallel = new Parallel(2, () -> {})) {
            Assigner assigner = new Assigner(BestKernel.INSTANCE, parallel);
            Fit flat = new KMeans(BestKernel.INSTANCE, parallel).fit(topics.vectors(), 144, 5);
            Matrix cells = new TwoLevel(BestKernel.INSTANCE, parallel).cells(topics.vectors(), 144, 5);

            double error = topics.vectors().n()
                    - assigner.assign(topics.vectors(), cells).total();
            assertThat(cells.n()).isEqualTo(144);
            assertThat(error)
                    .isLessThan(1.1 * (topics.vectors().n() - flat.nearest().total()));
        }
    }

    private static Fit fit(Matrix points, int k, int threads) {
        try (Parallel parallel = new Parallel(threads, () -> {})) {
            return new KMeans(BestKernel.INSTANCE, parallel).fit(points, k, 11);
        }
    }
}

package murmuration.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import murmuration.clustering.Choice.Candidate;
import murmuration.core.Matrix;
import murmuration.core.Minimums;
import murmuration.runtime.Parallel;
import org.junit.jupiter.api.Test;

class ChooseKTest {
    private static final Minimums MINIMUMS = new Minimums(15, 8);

    @Test
    void findsAboutAsManyClustersAsTopicsWerePlanted() {
        PlantedTopics topics = PlantedTopics.even(20, 60, 64, 1.0);

        Choice choice = choose(topics.vectors(), 3);

        assertThat(choice.k()).isBetween(18, 28);
        assertThat(choice.reason()).contains("silhouette");
        assertThat(choice.candidates()).allMatch(c -> c.coverage() > 0.5 && c.coverage() <= 1);
    }

    @Test
    void anyNumberOfThreadsChoosesAlike() {
        Matrix points = PlantedTopics.even(12, 50, 32, 1.0).vectors();

        assertThat(choose(points, 1)).isEqualTo(choose(points, 3));
    }

    @Test
    void anySeedChoosesAlike() {
        Matrix points = PlantedTopics.even(28, 60, 64, 1.2).vectors();

        assertThat(IntStream.range(0, 8)
                        .map(seed -> choose(points, points.n(), 2, seed).k()))
                .containsOnly(choose(points, 1).k());
    }

    @Test
    void candidatesTellHowManyConversationsThereAreOnlyAbout() {
        Matrix points = PlantedTopics.even(12, 50, 32, 1.0).vectors();
        Choice choice = choose(points, 650, 2);
        assertThat(choice.candidates())
                .extracting(Candidate::target, Candidate::k)
                .containsExactly(tuple(48, 14), tuple(68, 10));
    }

    @Test
    void fewerThanTwiceTheMinimumAreOneCluster() {
        Choice choice = choose(PlantedTopics.even(2, 14, 16, 0.5).vectors(), 1);

        assertThat(choice.k()).isEqualTo(1);
        assertThat(choice.reason()).contains("the conversations are fewer than twice the minimum of 15");
    }

    @Test
    void targetsGoFromTwiceTheMinimumToAnEighth() {
        assertThat(ChooseK.targets(2_000, 15)).containsExactly(48, 68, 96, 136, 192);
        assertThat(ChooseK.targets(100, 15)).containsExactly(30);
        assertThat(ChooseK.targets(1_000_000, 50))
                .startsWith(100, 200, 400)
                .last()
                .isEqualTo(102_400);
        assertThat(ChooseK.targets(29, 15)).isEmpty();
        assertThat(ChooseK.targets(100_000_000, 50)).startsWith(10_000, 20_000);
    }

    @Test
    void lowCoverageShutsOut() {
        assertThat(best(new Candidate(30, 60, 0.9, 0.9, 0.5), new Candidate(60, 30, 0.4, 0.8, 1)))
                .isEqualTo(30);
    }

    @Test
    void lowStabilityShutsOut() {
        assertThat(best(new Candidate(30, 60, 0.42, 0.6, 1), new Candidate(60, 30, 0.4, 0.8, 1)))
                .isEqualTo(30);
    }

    @Test
    void aStableHandfulDoesNotShutOutWhatIsBetterSeparated() {
        assertThat(best(new Candidate(30, 60, 0.42, 0.75, 1), new Candidate(240, 8, 0.2, 0.95, 1)))
                .isEqualTo(60);
    }

    @Test
    void tieGoesToTheLargerNumber() {
        assertThat(best(new Candidate(30, 60, 0.4, 0.8, 1), new Candidate(60, 30, 0.4, 0.8, 1)))
                .isEqualTo(60);
    }

    @Test
    void everythingBelowZeroStillGivesAChoice() {
        assertThat(best(new Candidate(30, 60, -0.1, 0.1, 0), new Candidate(60, 30, -0.2, 0.1, 0)))
                .isEqualTo(60);
    }

    @Test
    void coverageCountsClustersOverBothMinimums() {
        Coverage coverage = new Coverage(3, new Minimums(5, 5));
        coverage.add(new int[] {0, 0, 0, 0, 0, 1, 1}, new int[] {1, 2, 3, 4, 5, 6, 7});
        coverage.add(new int[] {2, 2, 2, 2, 2, 2}, new int[] {1, 1, 2, 2, 3, 3});

        assertThat(coverage.share()).isCloseTo(5 / 13.0, within(1e-12));
    }

    @Test
    void randIndexIsOneForRenamedClustersAndNearZeroByChance() {
        int[] a = IntStream.range(0, 3_000).map(i -> i % 7).toArray();
        int[] renamed = IntStream.of(a).map(c -> 6 - c).toArray();
        int[] other = IntStream.range(0, 3_000).map(i -> i / 7 % 7).toArray();

        assertThat(Rand.adjusted(a, renamed)).isEqualTo(1);
        assertThat(Rand.adjusted(a, other)).isCloseTo(0, within(0.01));
        assertThat(Rand.adjusted(new int[5], new int[5])).isEqualTo(1);
    }

    private static int best(Candidate... candidates) {
        return ChooseK.best(List.of(candidates)).k();
    }

    /** Every conversation has an account of its own. */
    private static Choice choose(Matrix points, int threads) {
        return choose(points, points.n(), threads);
    }

    private static Choice choose(Matrix points, int about, int threads) {
        return choose(points, about, threads, 5);
    }

    private static Choice choose(Matrix points, int about, int threads, long seed) {
        try (Parallel parallel = new Parallel(threads, () -> {})) {
            Assigner assigner = new Assigner(BestKernel.INSTANCE, parallel);
            return new ChooseK(BestKernel.INSTANCE, parallel, seed)
                    .choose(new ChooseK.Data(
                            points,
                            points.n(),
                            about,
                            MINIMUMS,
                            candidates -> candidates.stream()
                                    .mapToDouble(c -> {
                                        Coverage coverage = new Coverage(c.n(), MINIMUMS);
                                        coverage.add(
                                                assigner.assign(points, c).centroid(),
                                                IntStream.range(0, points.n()).toArray());
                                        return coverage.share();
                                    })
                                    .toArray()));
        }
    }
}

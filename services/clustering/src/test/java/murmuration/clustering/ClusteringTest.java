package murmuration.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import murmuration.core.MurmurationException;
import murmuration.core.RunSpec;
import murmuration.runtime.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The use cases one after the other, on a real database and files. */
class ClusteringTest {
    private static final int DIMENSION = 32;
    private static final int CENTROID = DIMENSION * Float.BYTES;
    private static final Progress SILENT = (done, total, outcomes) -> {};

    @TempDir
    Path folder;

    /** Ten topics of 90 and two too small for the minimums, close to the first topic's place in the order only. */
    private PlantedRun run(RunSpec.Small small) throws IOException {
        return run(small, DIMENSION);
    }

    private PlantedRun run(RunSpec.Small small, int d) throws IOException {
        int[] sizes = new int[12];
        java.util.Arrays.fill(sizes, 90);
        sizes[10] = 9;
        sizes[11] = 7;
        return new PlantedRun(PlantedTopics.of(sizes, d, 0.5, 5), small, folder);
    }

    private static Clustering clustering(PlantedRun run) {
        return new Clustering(
                new TrainClusters(run.database, run.store, new TrainClusters.Limits(2, 10_000)),
                new AssignShard(run.database, run.store),
                new SealClusters(run.database),
                new ReassignSmall(run.database, run.store),
                new FindOutside(run.database, run.store, 2),
                new LayoutMap(run.database, any -> new HashingEmbedder()),
                new ErasureRows(run.database));
    }

    private static Sealed sealed(PlantedRun run, Clustering clustering) {
        clustering.training().train(run.key, SILENT);
        for (int shard = 0; shard < run.shards; shard++) {
            clustering.assigning().assign(run.key, shard, SILENT);
        }
        return clustering.sealing().seal(run.key);
    }

    @Test
    void vectorsBecomeSealedClusters() throws IOException {
        PlantedRun run = run(RunSpec.Small.WITHHOLD);
        Clustering clustering = clustering(run);

        Sealed sealed = sealed(run, clustering);

        int k = clustering.training().train(run.key, SILENT);
        assertThat(sealed.counts()).containsEntry("conversations", 916L).containsEntry("clusters", (long) k);
        assertThat(sealed.report()).contains("silhouette", "stability", "coverage", "reason");
        assertThat(count(run, "clusters.assignment")).isEqualTo(916);
        assertThat(sizes(run).stream().mapToLong(Long::longValue).sum()).isEqualTo(916);
        assertThat(clustering.assigning().assign(run.key, 0, SILENT)).isEqualTo(200);
        assertThat(clustering.sealing().seal(run.key)).isEqualTo(sealed);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1536})
    void vectorsOfAnyDimensionBecomeClusters(int d) throws IOException {
        PlantedRun run = run(RunSpec.Small.WITHHOLD, d);
        Clustering clustering = clustering(run);

        Sealed sealed = sealed(run, clustering);
        clustering.outside().find(run.key, SILENT);

        assertThat(sealed.counts()).containsEntry("conversations", 916L);
        assertThat(sizes(run)).contains(90L);
        assertThat(clustering.sealing().seal(run.key)).isEqualTo(sealed);
    }

    @Test
    void ofLongerVectorsFewerAreHeldInMemory() {
        TrainClusters.Limits limits = new TrainClusters.Limits(2, 500_000);

        assertThat(limits.vectorsOf(384)).isEqualTo(500_000);
        assertThat(limits.vectorsOf(100)).isEqualTo(500_000);
        assertThat(limits.vectorsOf(1536)).isEqualTo(125_000);
    }

    @Test
    void eachKeptClusterHasItsNearestInOtherKeptOnes() throws IOException {
        PlantedRun run = run(RunSpec.Small.WITHHOLD);
        Clustering clustering = clustering(run);
        sealed(run, clustering);
        clustering.outside().find(run.key, SILENT);
        // the cluster from which most are near to another is withheld, and one conversation has been given away
        int dense = longs(
                        run,
                        "SELECT a.k FROM clusters.near n JOIN clusters.assignment a"
                                + " USING (tenant, run_id, shard, position) GROUP BY a.k ORDER BY count(*) DESC, a.k LIMIT 1")
                .getFirst()
                .intValue();
        run.update(
                "privacy",
                "UPDATE clusters.cluster SET status = 'WITHHELD', reason = 'TOO_FEW'"
                        + " WHERE run_id = :run::uuid AND k = " + dense);
        run.update(
                "clustering",
                "UPDATE clusters.assignment SET original = false WHERE run_id = :run::uuid AND shard = 0 AND position = 0");

        clustering.outside().find(run.key, SILENT);

        assertThat(longs(run, "SELECT reltuples::bigint FROM pg_class WHERE oid = 'clusters.near'::regclass"))
                .as("counted for the planner")
                .containsExactly(count(run, "clusters.near"));
        assertThat(longs(run, "SELECT count(*) FROM clusters.near GROUP BY k"))
                .hasSize(sizes(run).size() - 1)
                .containsOnly((long) Outside.LIMIT);
        assertThat(longs(
                        run,
                        "SELECT count(*) FROM clusters.near n JOIN clusters.assignment a"
                                + " USING (tenant, run_id, shard, position)"
                                + " WHERE a.k = n.k OR a.k = " + dense + " OR n.k = " + dense + " OR NOT a.original"))
                .containsExactly(0L);
    }

    @Test
    void accountsOfAClusterAreCountedOnce() throws IOException {
        PlantedRun run = run(RunSpec.Small.WITHHOLD);
        sealed(run, clustering(run));

        assertThat(longs(run, """
                SELECT c.accounts - counted.accounts FROM clusters.cluster c JOIN (
                    SELECT a.k, count(DISTINCT account) AS accounts FROM clusters.assignment a
                    JOIN facets.conversation USING (tenant, run_id, shard, position) GROUP BY a.k) counted USING (k)""")).containsOnly(0L);
    }

    @Test
    void missingShardIsNotSealed() throws IOException {
        PlantedRun run = run(RunSpec.Small.WITHHOLD);
        Clustering clustering = clustering(run);
        clustering.training().train(run.key, SILENT);
        clustering.assigning().assign(run.key, 0, SILENT);

        assertThatThrownBy(() -> clustering.sealing().seal(run.key))
                .isInstanceOf(MurmurationException.class)
                .hasMessageContaining("the conversations that are assigned are not those that were trained on");
    }

    @Test
    void vectorsThatAreNotThoseOfTheConversationsAreRefused() throws IOException {
        PlantedRun run = run(RunSpec.Small.WITHHOLD);
        run.update(
                "extraction",
                "DELETE FROM facets.conversation WHERE run_id = :run::uuid AND shard = 1 AND position = 0");

        assertThatThrownBy(() -> clustering(run).training().train(run.key, SILENT))
                .hasMessageContaining("the vectors of shard 1 are not those of its answered conversations");
    }

    @Test
    void aRunWithoutAnswersHasNoClusters() throws IOException {
        PlantedRun run = run(RunSpec.Small.WITHHOLD);
        run.update("extraction", "UPDATE facets.conversation SET state = 5 WHERE run_id = :run::uuid");
        Clustering clustering = clustering(run);

        assertThat(clustering.training().train(run.key, SILENT)).isZero();
        assertThat(clustering.sealing().seal(run.key).counts()).containsEntry("clusters", 0L);
        assertThat(clustering.layout().place(run.key).counts()).isEmpty();
    }

    @Test
    void vectorsPastTheBoundAreNotHeldButStillAssigned() throws IOException {
        PlantedRun run = run(RunSpec.Small.WITHHOLD);
        Clustering small = clustering(run);
        Clustering bounded = new Clustering(
                new TrainClusters(run.database, run.store, new TrainClusters.Limits(2, 500)),
                small.assigning(),
                small.sealing(),
                small.reassigning(),
                small.outside(),
                small.layout(),
                small.erasure());

        Sealed sealed = sealed(run, bounded);

        assertThat(sealed.report()).contains("\"conversations\":916", "\"trainedOn\":500");
        bounded.outside().find(run.key, SILENT);
        assertThat(longs(run, "SELECT count(*) FROM clusters.near GROUP BY k")).containsOnly((long) Outside.LIMIT);
    }

    @Test
    void conversationsOfSmallClustersAreGivenToSimilarKeptOnes() throws IOException {
        PlantedRun run = run(RunSpec.Small.REASSIGN);
        Clustering clustering = clustering(run);
        Sealed sealed = sealed(run, clustering);
        List<Long> before = sizes(run);
        // a cluster that is a topic of 90 and stragglers is under the minimums; a cluster that is one whole topic gets
        // its
        // centroid, and so is similar to all of that topic
        int mixed = IntStream.range(0, before.size())
                .filter(k -> before.get(k) > 90)
                .findFirst()
                .orElseThrow();
        int whole = before.indexOf(90L);
        run.update(
                "privacy",
                "UPDATE clusters.cluster SET status = 'WITHHELD', reason = 'TOO_FEW'"
                        + " WHERE run_id = :run::uuid AND k = " + mixed);
        run.update("clustering", String.format("""
                        UPDATE clusters.centroids SET centroids =
                            overlay(centroids PLACING substring(centroids FROM %d FOR %d) FROM %d FOR %2$d)
                        WHERE run_id = :run::uuid""", mixed * CENTROID + 1, CENTROID, whole * CENTROID + 1));

        long given = clustering.reassigning().reassign(run.key, SILENT);

        // the stragglers of the small topics are similar to nothing that is kept, and stay
        assertThat(given).isEqualTo(90);
        assertThat(longs(run, "SELECT count(*) FROM clusters.assignment WHERE k = " + mixed))
                .containsExactly(before.get(mixed) - given);
        assertThat(sizes(run).get(whole)).isEqualTo(before.get(whole) + given);
        assertThat(longs(run, "SELECT count(*) FROM clusters.assignment WHERE NOT original"))
                .containsExactly(given);
        assertThat(clustering.reassigning().reassign(run.key, SILENT)).isEqualTo(given);
        assertThat(clustering.sealing().seal(run.key)).isEqualTo(sealed);
    }

    @Test
    void passedClustersOfEveryLevelFindTheirPlace() throws IOException {
        PlantedRun run = run(RunSpec.Small.WITHHOLD);
        Clustering clustering = clustering(run);
        sealed(run, clustering);
        run.update("hierarchy", """
                UPDATE clusters.cluster SET status = CASE WHEN k = 0 THEN 'WITHHELD' ELSE 'PASSED' END,
                    name = 'Group ' || k % 3, description = 'people asked ' || k, parent = k % 2
                WHERE run_id = :run::uuid""");
        run.update("hierarchy", """
                INSERT INTO clusters.cluster (tenant, run_id, level, k, cluster_id, status, conversations, accounts)
                SELECT tenant, run_id, 1, k, 'parent' || k, 'PASSED', 100, 50 FROM clusters.cluster
                WHERE run_id = :run::uuid AND k < 2""");

        Sealed placed = clustering.layout().place(run.key);

        long passed = sizes(run).size() - 1L;
        assertThat(placed.counts()).isEqualTo(Map.of("level0", passed, "level1", 2L));
        assertThat(longs(run, "SELECT count(*) FROM clusters.cluster WHERE x BETWEEN 0 AND 1 AND y BETWEEN 0 AND 1"))
                .containsExactly(passed + 2);
        assertThat(longs(run, "SELECT count(*) FROM clusters.cluster WHERE level = 0 AND k = 0 AND x IS NULL"))
                .containsExactly(1L);
        assertThat(clustering.layout().place(run.key)).isEqualTo(placed);
    }

    @Test
    void placesTellNoMoreOfSizesThanIsShown() throws IOException {
        PlantedRun run = run(RunSpec.Small.WITHHOLD);
        Clustering clustering = clustering(run);
        sealed(run, clustering);
        run.update("hierarchy", """
                UPDATE clusters.cluster SET status = 'PASSED', name = 'Group ' || k, description = 'people asked ' || k,
                    parent = 0
                WHERE run_id = :run::uuid AND conversations >= 15""");
        run.update("hierarchy", """
                INSERT INTO clusters.cluster (tenant, run_id, level, k, cluster_id, status, conversations, accounts)
                SELECT tenant, run_id, 1, 0, 'parent', 'PASSED', 100, 50 FROM clusters.cluster
                WHERE run_id = :run::uuid AND k = 0""");
        Sealed placed = clustering.layout().place(run.key);

        // other sizes that are rounded to the same multiples of 5
        run.update("hierarchy", """
                UPDATE clusters.cluster SET conversations = conversations + (ARRAY[2, 1, -1, 1, -1])[conversations % 5 + 1]
                WHERE run_id = :run::uuid AND level = 0""");

        assertThat(clustering.layout().place(run.key)).isEqualTo(placed);
    }

    private static List<Long> sizes(PlantedRun run) {
        return longs(run, "SELECT conversations FROM clusters.cluster WHERE level = 0 ORDER BY k");
    }

    private static long count(PlantedRun run, String table) {
        return longs(run, "SELECT count(*) FROM " + table).getFirst();
    }

    private static List<Long> longs(PlantedRun run, String query) {
        return run.database.inTenant(
                run.key.tenant(),
                handle -> handle.createQuery(query).mapTo(Long.class).list());
    }
}

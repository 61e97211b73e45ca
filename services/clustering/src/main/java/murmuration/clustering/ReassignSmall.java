package murmuration.clustering;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import murmuration.clustering.AssignmentRows.Placed;
import murmuration.core.Matrix;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.core.VectorStore;
import murmuration.core.VectorStore.Block;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.Parallel;
import murmuration.runtime.Progress;
import murmuration.runtime.VectorCollections;

/** Gives the conversations of clusters under the minimums to kept ones, where they count for size only (method.md, 7). */
final class ReassignSmall {
    /** The least similarity with a kept cluster's centroid; a typical member of a cluster has 0.7. */
    private static final float SIMILAR = 0.6f;

    private final Database whole;
    private final VectorStore store;

    ReassignSmall(Database database, VectorStore store) {
        whole = database;
        this.store = store;
    }

    /** Does so if the run's spec asks for it; returns how many have been given away in the run. */
    long reassign(RunKey run, Progress progress) {
        Assignment assignment = Assignment.of(whole, run);
        Database database = whole.standing(assignment);
        RunSpec spec = assignment.spec();
        if (spec.minimums().small() != RunSpec.Small.REASSIGN) {
            return 0;
        }
        ClusterRows clusters = new ClusterRows(database);
        AssignmentRows assignments = new AssignmentRows(database);
        int[] kept = clusters.base(run, false).stream().mapToInt(k -> k).toArray();
        List<Integer> small = clusters.base(run, true);
        if (kept.length > 0 && !small.isEmpty()) {
            Matrix centroids = Vectors.rows(new CentroidRows(database).get(run).centroids(), kept);
            String collection = VectorCollections.ofRun(run, spec.cluster().facet());
            List<Integer> shards = assignments.shards(run, small);
            int done = 0;
            for (int shard : shards) {
                Block block = RunVectors.scan(store, collection, shard);
                int[] positions = assignments.members(run, shard, small).positions();
                assignments.move(run, shard, moved(block, positions, centroids, kept));
                progress.report(++done, shards.size());
            }
        }
        return clusters.countGiven(run);
    }

    private static Placed moved(Block block, int[] positions, Matrix centroids, int[] kept) {
        int[] rows = Arrays.stream(positions)
                .map(position -> Arrays.binarySearch(block.positions(), position))
                .toArray();
        try (Parallel parallel = new Parallel(1, () -> {})) {
            Nearest nearest =
                    new Assigner(BestKernel.INSTANCE, parallel).assign(Vectors.rows(block.vectors(), rows), centroids);
            int[] near = IntStream.range(0, positions.length)
                    .filter(i -> nearest.similarity()[i] >= SIMILAR)
                    .toArray();
            Placed placed = new Placed(new int[near.length], new int[near.length], new float[near.length]);
            for (int i = 0; i < near.length; i++) {
                placed.positions()[i] = positions[near[i]];
                placed.clusters()[i] = kept[nearest.centroid()[near[i]]];
                placed.similarity()[i] = nearest.similarity()[near[i]];
            }
            return placed;
        }
    }
}

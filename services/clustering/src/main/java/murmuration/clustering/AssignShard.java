package murmuration.clustering;

import static murmuration.core.MurmurationException.require;

import murmuration.clustering.AssignmentRows.Placed;
import murmuration.core.RunKey;
import murmuration.core.VectorStore;
import murmuration.core.VectorStore.Block;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.Parallel;
import murmuration.runtime.Progress;
import murmuration.runtime.Pulse;
import murmuration.runtime.VectorCollections;

/** Assigns a shard's conversations to their nearest centroids, always exact. */
final class AssignShard {
    private final Database whole;
    private final VectorStore store;

    AssignShard(Database database, VectorStore store) {
        whole = database;
        this.store = store;
    }

    /** Assigns unless it has been done. */
    int assign(RunKey run, int shard, Progress progress) {
        Assignment assignment = Assignment.of(whole, run);
        Database database = whole.standing(assignment);
        AssignmentRows rows = new AssignmentRows(database);
        int there = rows.assigned(run, shard);
        if (there > 0) {
            return there;
        }
        Trained trained = new CentroidRows(database).get(run);
        String facet = assignment.spec().cluster().facet();
        Block block = RunVectors.scan(store, VectorCollections.ofRun(run, facet), shard);
        int n = block.positions().length;
        if (n == 0) {
            return 0;
        }
        require(trained.centroids().n() > 0, "shard %d has vectors, but the run was trained on none", shard);
        Pulse pulse = new Pulse(progress);
        pulse.report(0, n);
        // many shards are assigned side by side, so each takes one thread
        try (Parallel parallel = new Parallel(1, pulse::beat)) {
            Nearest nearest = new Assigner(BestKernel.INSTANCE, parallel).assign(block.vectors(), trained.centroids());
            rows.write(run, shard, new Placed(block.positions(), nearest.centroid(), nearest.similarity()));
        }
        return n;
    }
}

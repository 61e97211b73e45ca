package murmuration.clustering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import murmuration.clustering.AssignmentRows.Near;
import murmuration.clustering.AssignmentRows.Placed;
import murmuration.core.Matrix;
import murmuration.core.RunKey;
import murmuration.core.VectorStore;
import murmuration.core.VectorStore.Block;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.Parallel;
import murmuration.runtime.Progress;
import murmuration.runtime.Pulse;
import murmuration.runtime.VectorCollections;

/** Keeps who is nearest outside each cluster over the minimums, among the original members of the others over them. */
final class FindOutside {
    private final Database whole;
    private final VectorStore store;
    private final int threads;

    FindOutside(Database database, VectorStore store, int threads) {
        whole = database;
        this.store = store;
        this.threads = threads;
    }

    /** Finds them; a second time the same. */
    void find(RunKey run, Progress progress) {
        Assignment assignment = Assignment.of(whole, run);
        Database database = whole.standing(assignment);
        AssignmentRows assignments = new AssignmentRows(database);
        List<Integer> kept = new ClusterRows(database).base(run, false);
        Source source = new Source(assignment, database);
        List<Near> near = kept.size() < 2 ? List.of() : near(source, kept, assignments, progress);
        assignments.writeNear(run, near);
        database.count("clusters.near");
    }

    private record Source(Assignment run, Database database) {}

    private List<Near> near(Source source, List<Integer> kept, AssignmentRows assignments, Progress progress) {
        RunKey run = source.run().run();
        int[] clusters = kept.stream().mapToInt(k -> k).toArray();
        String collection =
                VectorCollections.ofRun(run, source.run().spec().cluster().facet());
        List<Integer> shards = assignments.shards(run, kept);
        List<Placed> members = new ArrayList<>();
        Pulse pulse = new Pulse(progress);
        pulse.report(0, shards.size());
        try (Parallel parallel = new Parallel(threads, pulse::beat)) {
            Matrix centroids =
                    Vectors.rows(new CentroidRows(source.database()).get(run).centroids(), clusters);
            Outside outside = new Outside(BestKernel.INSTANCE, parallel, centroids);
            int first = 0;
            for (int shard : shards) {
                Placed here = assignments.members(run, shard, kept);
                outside.add(first, vectors(RunVectors.scan(store, collection, shard), here), indices(here, clusters));
                members.add(here);
                first += here.positions().length;
                pulse.report(members.size(), shards.size());
            }
            return rows(outside.best(), clusters, shards, members);
        }
    }

    private static Matrix vectors(Block block, Placed members) {
        return Vectors.rows(
                block.vectors(),
                Arrays.stream(members.positions())
                        .map(position -> Arrays.binarySearch(block.positions(), position))
                        .toArray());
    }

    private static int[] indices(Placed members, int[] clusters) {
        return Arrays.stream(members.clusters())
                .map(k -> Arrays.binarySearch(clusters, k))
                .toArray();
    }

    private static List<Near> rows(Outside.Best[] best, int[] clusters, List<Integer> shards, List<Placed> members) {
        int[] starts = new int[members.size()];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + members.get(i - 1).positions().length;
        }
        List<Near> near = new ArrayList<>();
        for (int c = 0; c < clusters.length; c++) {
            int[] points = best[c].points();
            for (int i = 0; i < points.length; i++) {
                int found = Arrays.binarySearch(starts, points[i]);
                int at = found >= 0 ? found : -found - 2;
                int position = members.get(at).positions()[points[i] - starts[at]];
                near.add(new Near(clusters[c], shards.get(at), position, best[c].similarity(i)));
            }
        }
        return near;
    }
}

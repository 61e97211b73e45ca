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
import murmuration.core.VectorStore.Place;
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
        Pulse pulse = new Pulse(progress);
        pulse.report(0, shards.size());
        try (Parallel parallel = new Parallel(threads, pulse::beat)) {
            Matrix centroids =
                    Vectors.rows(new CentroidRows(source.database()).get(run).centroids(), clusters);
            Outside outside = new Outside(BestKernel.INSTANCE, parallel, centroids);
            for (int done = 0; done < shards.size(); done++) {
                int shard = shards.get(done);
                Placed here = assignments.members(run, shard, kept);
                outside.add(shard, of(RunVectors.scan(store, collection, shard), here), indices(here, clusters));
                pulse.report(done + 1L, shards.size());
            }
            return rows(outside.best(), clusters);
        }
    }

    private static Block of(Block block, Placed members) {
        return new Block(
                members.positions(),
                Vectors.rows(
                        block.vectors(),
                        Arrays.stream(members.positions())
                                .map(position -> Arrays.binarySearch(block.positions(), position))
                                .toArray()));
    }

    private static int[] indices(Placed members, int[] clusters) {
        return Arrays.stream(members.clusters())
                .map(k -> Arrays.binarySearch(clusters, k))
                .toArray();
    }

    private static List<Near> rows(Outside.Best[] best, int[] clusters) {
        List<Near> near = new ArrayList<>();
        for (int c = 0; c < clusters.length; c++) {
            List<Place> places = best[c].places();
            for (int i = 0; i < places.size(); i++) {
                Place place = places.get(i);
                near.add(new Near(clusters[c], place.shard(), place.position(), best[c].similarity(i)));
            }
        }
        return near;
    }
}

package murmuration.clustering;

import java.util.SortedMap;
import murmuration.core.RunKey;
import murmuration.runtime.Database;

/** Deletes what a run left here: from centroids to the clusters of every level, with the names that others gave them. */
record Erasure(Database database) {
    /** Deletes it; table → rows removed. */
    SortedMap<String, Long> erase(RunKey run) {
        return database.deleteRun(
                run, "clusters.cluster", "clusters.near", "clusters.assignment", "clusters.centroids");
    }
}

package murmuration.clustering;

import java.util.SortedMap;
import java.util.TreeMap;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.RunKey;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import org.jdbi.v3.core.Handle;

/** Deletes what a run left here: from centroids to the clusters of every level, with the names that others gave them. */
record ErasureRows(Database database) {
    /**
     * Deletes what may be of conversations that were erased, and leaves what is published of the run: a centroid is one
     * conversation's vector where its cluster has one. Table → rows removed.
     */
    SortedMap<String, Long> eraseLost(RunKey run) {
        SortedMap<String, Long> all = database.inTenant(run.tenant(), handle -> {
            SortedMap<String, Long> removed = new TreeMap<>();
            removed.put("clusters.assignment", delete(handle, run, """
                    DELETE FROM clusters.assignment a WHERE a.run_id = :run::uuid AND NOT EXISTS (
                        SELECT FROM facets.conversation c
                        WHERE c.run_id = a.run_id AND c.shard = a.shard AND c.position = a.position)"""));
            for (String table : new String[] {"clusters.near", "clusters.centroids"}) {
                removed.put(table, delete(handle, run, "DELETE FROM " + table + " WHERE run_id = :run::uuid"));
            }
            AuditEntry erased = AuditEntry.of(AuditAction.ERASED).run(run).removed(removed);
            AuditOutbox.CLUSTERS.write(handle, run.tenant(), erased);
            return removed;
        });
        // the planner keeps values of its own of what it has counted, drafts of names among them
        database.count("clusters.assignment", "clusters.cluster");
        return all;
    }

    private static long delete(Handle handle, RunKey run, String sql) {
        return handle.createUpdate(sql).bind("run", run.runId()).execute();
    }

    /** Deletes it; table → rows removed. */
    SortedMap<String, Long> erase(RunKey run) {
        return database.deleteRun(
                run, "clusters.cluster", "clusters.near", "clusters.assignment", "clusters.centroids");
    }
}

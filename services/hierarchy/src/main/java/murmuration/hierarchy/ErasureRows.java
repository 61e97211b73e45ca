package murmuration.hierarchy;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.RunKey;
import murmuration.models.ReplyRows;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;

/** Deletes what a run left here: how its levels were raised, and what models answered for its names. */
record ErasureRows(Database database, ReplyRows replies) {
    /**
     * Deletes what may be of conversations that were erased, and leaves what is published of the run: what models answered,
     * and every text but the names that passed their review. Store → rows removed.
     */
    SortedMap<String, Long> eraseLost(RunKey run) {
        SortedMap<String, Long> removed = database.inTenant(run.tenant(), handle -> {
            long emptied = handle.createUpdate("""
                            UPDATE clusters.cluster SET avoid = '{}',
                                   name = CASE WHEN status = 'PASSED' THEN name ELSE '' END,
                                   description = CASE WHEN status = 'PASSED' THEN description ELSE '' END
                            WHERE run_id = :run::uuid
                              AND (avoid <> '{}' OR status <> 'PASSED' AND (name <> '' OR description <> ''))""").bind("run", run.runId()).execute();
            SortedMap<String, Long> drafts = new TreeMap<>(Map.of("clusters.cluster", emptied));
            AuditEntry erased = AuditEntry.of(AuditAction.ERASED).run(run).removed(drafts);
            AuditOutbox.CLUSTERS.write(handle, run.tenant(), erased);
            return drafts;
        });
        removed.put("clusters.naming_reply_use", replies.erase(run));
        return removed;
    }

    /** Deletes what models answered for the run, unless another has used it; table → rows removed. */
    SortedMap<String, Long> eraseAnswers(RunKey run) {
        return new TreeMap<>(Map.of("clusters.naming_reply_use", replies.erase(run)));
    }

    /** Deletes it, but for the answers where they are to stay; table → rows removed. */
    SortedMap<String, Long> erase(RunKey run, boolean keepAnswers) {
        SortedMap<String, Long> removed = database.deleteRun(run, "clusters.level");
        if (!keepAnswers) {
            removed.put("clusters.naming_reply_use", replies.erase(run));
        }
        return removed;
    }
}

package murmuration.extraction;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.extraction.imports.ImportResults;
import murmuration.extraction.shards.DatasetKey;
import murmuration.extraction.shards.Shards;
import murmuration.models.ReplyRows;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import org.jdbi.v3.core.Handle;

/** Removes a data set: what was imported, every facet row of the runs over it, and what they have asked of models. */
final class DeletionRows {
    private static final List<String> TABLES = List.of(
            "facets.claim",
            "facets.frame",
            "facets.vocabulary",
            "facets.conversation",
            "facets.value",
            "facets.provider_batch");

    /** What runs have asked of models and spent. */
    private static final List<String> USAGE = List.of("model.usage", "model.reservation");

    private final Database database;
    private final Shards shards;
    private final ImportResults results;

    DeletionRows(Database database, Shards shards, ImportResults results) {
        this.database = database;
        this.shards = shards;
        this.results = results;
    }

    /**
     * Deletes it; answers store → objects or rows removed. Objects know no transaction: intent and outcome are recorded.
     *
     * @param keepUsage whether what its runs have spent stays
     */
    SortedMap<String, Long> delete(DatasetKey dataset, boolean keepUsage) {
        SortedMap<String, Long> removed = new TreeMap<>();
        database.useTenant(dataset.tenant(), handle -> record(handle, dataset, AuditEntry.of(AuditAction.ERASING)));
        removed.put("objects", database.inTenant(dataset.tenant(), handle -> {
            AccountErasureRows.alone(handle, dataset);
            return objects(dataset);
        }));
        database.useTenant(dataset.tenant(), handle -> {
            List<String> tables = keepUsage
                    ? TABLES
                    : Stream.concat(TABLES.stream(), USAGE.stream()).toList();
            for (String table : tables) {
                long rows = handle.createUpdate("DELETE FROM " + table + " WHERE run_id IN"
                                + " (SELECT run_id FROM runs.assignment WHERE dataset_id = :dataset)")
                        .bind("dataset", dataset.id())
                        .execute();
                removed.put(table, rows);
            }
            removed.put("facets.reply_use", ReplyRows.erase(handle, "facets.reply", "dataset_id", dataset.id()));
            long rows = handle.createUpdate("DELETE FROM facets.shard WHERE dataset_id = :dataset")
                    .bind("dataset", dataset.id())
                    .execute();
            removed.put("facets.shard", rows);
            record(handle, dataset, AuditEntry.of(AuditAction.ERASED).removed(removed));
        });
        return removed;
    }

    private long objects(DatasetKey dataset) {
        try {
            // first what tells that the data set was imported: half a deletion must not look like a data set
            return (long) results.delete(dataset) + shards.delete(dataset);
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "the data set's objects cannot be deleted", e);
        }
    }

    private static void record(Handle handle, DatasetKey dataset, AuditEntry entry) {
        AuditOutbox.FACETS.write(handle, dataset.tenant(), entry.dataset(dataset.id()));
    }
}

package murmuration.extraction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import murmuration.core.AccountId;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.extraction.imports.Pseudonyms;
import murmuration.extraction.imports.ShardRows;
import murmuration.extraction.shards.DatasetKey;
import murmuration.extraction.shards.ShardErasure;
import murmuration.extraction.shards.ShardErasure.Rewritten;
import murmuration.extraction.shards.ShardRef;
import murmuration.extraction.shards.ShardWriter;
import murmuration.extraction.shards.Shards;
import murmuration.models.ReplyRows;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import org.jdbi.v3.core.Handle;

/**
 * Takes an account out of a data set: first its conversations, then, once no step of a run can write of them any more, what
 * runs hold of it. The id that its source gave it is a pseudonym at once, and neither is kept or told to anybody.
 */
final class AccountErasureRows {
    private static final String OVER_DATASET =
            "run_id IN (SELECT run_id FROM runs.assignment WHERE dataset_id = :dataset)";

    private final Database database;
    private final ShardErasure erasure;
    private final DeploymentKey key;

    AccountErasureRows(Database database, Shards shards, DeploymentKey key) {
        this.database = database;
        this.key = key;
        erasure = new ShardErasure(shards);
    }

    /**
     * What was taken out.
     *
     * @param digest of the data set as it is now
     * @param conversations that went now
     * @param erased that went so far
     * @param runs that hold facet values of the account
     */
    record Taken(String digest, long conversations, long erased, int shards, List<String> runs) {}

    /** Takes its conversations out of the shards; a second time there is nothing to take. */
    Taken take(DatasetKey dataset, String accountId) {
        AccountId account = Pseudonyms.account(key, dataset.tenant(), accountId);
        database.useTenant(dataset.tenant(), handle -> record(handle, dataset, AuditEntry.of(AuditAction.ERASING)));
        try {
            List<Rewritten> rewritten = database.inTenant(dataset.tenant(), handle -> {
                alone(handle, dataset);
                List<ShardRef> before = ShardRows.of(handle, dataset);
                // an earlier attempt may have ended before it had deleted the former ones
                erasure.keepOnly(dataset, before);
                List<Rewritten> now = erasure.erase(dataset, before, header -> account.equals(header.account()));
                now.forEach(shard -> ShardRows.erased(handle, dataset, shard.now(), shard.conversations()));
                return now;
            });
            erasure.deleteFormer(dataset, rewritten);
            return database.inTenant(dataset.tenant(), handle -> taken(handle, dataset, rewritten, account));
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "the data set's shards cannot be written anew", e);
        }
    }

    /** Keeps others from the data set's shards: of two who write the same anew, one would bring back what the other took out. */
    static void alone(Handle handle, DatasetKey dataset) {
        handle.execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "murmuration shards " + dataset.id());
    }

    private static Taken taken(Handle handle, DatasetKey dataset, List<Rewritten> rewritten, AccountId account) {
        List<String> runs = handle.createQuery("SELECT DISTINCT run_id FROM facets.conversation WHERE " + OVER_DATASET
                        + " AND account = :account ORDER BY run_id")
                .bind("dataset", dataset.id())
                .bind("account", account.value())
                .mapTo(String.class)
                .list();
        return new Taken(
                ShardWriter.digest(ShardRows.of(handle, dataset)),
                rewritten.stream().mapToLong(Rewritten::conversations).sum(),
                ShardRows.erased(handle, dataset),
                rewritten.size(),
                runs);
    }

    /** Deletes what runs over the data set hold of the account; table → rows removed. */
    SortedMap<String, Long> purge(DatasetKey dataset, String accountId) {
        AccountId account = Pseudonyms.account(key, dataset.tenant(), accountId);
        SortedMap<String, Long> all = database.inTenant(dataset.tenant(), handle -> {
            SortedMap<String, Long> removed = new TreeMap<>();
            removed.put("facets.value", delete(handle, dataset, account, """
                    DELETE FROM facets.value v USING facets.conversation c
                    WHERE v.tenant = c.tenant AND v.run_id = c.run_id AND v.shard = c.shard AND v.position = c.position
                      AND c.account = :account AND c."""));
            removed.put("facets.conversation", delete(handle, dataset, account, """
                    DELETE FROM facets.conversation c WHERE c.account = :account AND c."""));
            removed.put(
                    "facets.reply_use", ReplyRows.eraseAccount(handle, "facets.reply", dataset.id(), account.value()));
            record(handle, dataset, AuditEntry.of(AuditAction.ERASED).removed(removed));
            return removed;
        });
        // the planner keeps values of its own of what it has counted
        database.count("facets.conversation", "facets.value");
        return all;
    }

    private static long delete(Handle handle, DatasetKey dataset, AccountId account, String sql) {
        return handle.createUpdate(sql + OVER_DATASET)
                .bind("dataset", dataset.id())
                .bind("account", account.value())
                .execute();
    }

    /**
     * Deletes all that a run holds here but what models answered; table → rows removed.
     *
     * @param keepDrawn whether it stays on record which conversations were drawn
     */
    SortedMap<String, Long> run(RunKey run, boolean keepDrawn) {
        List<String> tables =
                new ArrayList<>(List.of("facets.claim", "facets.frame", "facets.vocabulary", "facets.value"));
        if (!keepDrawn) {
            tables.add("facets.conversation");
        }
        return database.deleteRun(run, tables.toArray(String[]::new));
    }

    /** Deletes what models answered for a run, unless another has used it; table → rows removed. */
    SortedMap<String, Long> answers(RunKey run) {
        return new TreeMap<>(Map.of("facets.reply_use", new ReplyRows(database, key, "facets.reply").erase(run)));
    }

    private static void record(Handle handle, DatasetKey dataset, AuditEntry entry) {
        AuditOutbox.FACETS.write(handle, dataset.tenant(), entry.dataset(dataset.id()));
    }
}

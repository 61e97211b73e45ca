package murmuration.extraction.imports;

import java.util.List;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.extraction.shards.DatasetKey;
import murmuration.extraction.shards.ShardRef;
import murmuration.runtime.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Which shards a data set has. */
public final class ShardRows {
    private final Database database;

    /** Rows of this database. */
    public ShardRows(Database database) {
        this.database = database;
    }

    /** Makes these the data set's shards; refused where some of it was erased since, which a late import would bring back. */
    void replace(DatasetKey dataset, List<ShardRef> shards) {
        database.useTenant(dataset.tenant(), handle -> {
            if (erased(handle, dataset) > 0) {
                throw new MurmurationException(
                        ErrorCode.CONFLICT, "conversations of the data set have been erased since");
            }
            handle.createUpdate("DELETE FROM facets.shard WHERE dataset_id = :dataset")
                    .bind("dataset", dataset.id())
                    .execute();
            PreparedBatch batch = handle.prepareBatch("""
                    INSERT INTO facets.shard (tenant, dataset_id, shard, digest, conversations)
                    VALUES (:tenant, :dataset, :shard, :digest, :conversations)""");
            for (ShardRef shard : shards) {
                batch.bind("tenant", dataset.tenant())
                        .bind("dataset", dataset.id())
                        .bind("shard", shard.number())
                        .bind("digest", shard.digest())
                        .bind("conversations", shard.conversations())
                        .add();
            }
            if (!shards.isEmpty()) {
                batch.execute();
            }
        });
    }

    /** The data set's shards, by number. */
    public List<ShardRef> of(DatasetKey dataset) {
        return database.inTenant(dataset.tenant(), handle -> of(handle, dataset));
    }

    /** The same, in a transaction that is under way. */
    public static List<ShardRef> of(Handle handle, DatasetKey dataset) {
        return handle.createQuery("""
                        SELECT shard, digest, conversations FROM facets.shard
                        WHERE dataset_id = :dataset ORDER BY shard""")
                .bind("dataset", dataset.id())
                .map((row, context) ->
                        new ShardRef(row.getInt("shard"), row.getString("digest"), row.getInt("conversations")))
                .list();
    }

    /** Makes this the shard of its number, from which so many conversations were erased. */
    public static void erased(Handle handle, DatasetKey dataset, ShardRef shard, int conversations) {
        handle.createUpdate("""
                        UPDATE facets.shard SET digest = :digest, erased = erased + :erased
                        WHERE dataset_id = :dataset AND shard = :shard""")
                .bind("digest", shard.digest())
                .bind("erased", conversations)
                .bind("dataset", dataset.id())
                .bind("shard", shard.number())
                .execute();
    }

    /** How many conversations have been erased from the data set so far. */
    public static long erased(Handle handle, DatasetKey dataset) {
        return handle.createQuery("SELECT coalesce(sum(erased), 0) FROM facets.shard WHERE dataset_id = :dataset")
                .bind("dataset", dataset.id())
                .mapTo(Long.class)
                .one();
    }
}

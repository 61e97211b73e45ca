package murmuration.extraction.imports;

import java.util.List;
import murmuration.extraction.shards.DatasetKey;
import murmuration.extraction.shards.ShardRef;
import murmuration.runtime.Database;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Which shards a data set has. */
public final class ShardRows {
    private final Database database;

    /** Rows of this database. */
    public ShardRows(Database database) {
        this.database = database;
    }

    /** Makes these the data set's shards. */
    void replace(DatasetKey dataset, List<ShardRef> shards) {
        database.useTenant(dataset.tenant(), handle -> {
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
        return database.inTenant(
                dataset.tenant(),
                handle -> handle.createQuery("""
                        SELECT shard, digest, conversations FROM facets.shard
                        WHERE dataset_id = :dataset ORDER BY shard""")
                        .bind("dataset", dataset.id())
                        .map((row, context) ->
                                new ShardRef(row.getInt("shard"), row.getString("digest"), row.getInt("conversations")))
                        .list());
    }
}

package murmuration.embedding;

import java.util.SortedMap;
import java.util.TreeMap;
import murmuration.core.BatchKey;
import murmuration.core.EndState;
import murmuration.core.RunKey;
import murmuration.runtime.Database;

/** Reads the summaries of a run: the clustered facet's value of each conversation that was answered. */
final class SummaryRows {
    private final Database database;

    SummaryRows(Database database) {
        this.database = database;
    }

    /** A batch's summaries by position, in order. */
    SortedMap<Integer, String> ofBatch(BatchKey batch, String facet) {
        return database.inTenant(batch.run().tenant(), handle -> {
            return handle.createQuery("""
                    SELECT v.position, v.value
                    FROM facets.value v JOIN facets.conversation c USING (tenant, run_id, shard, position)
                    WHERE v.run_id = :run::uuid AND v.facet = :facet AND v.shard = :shard AND v.ordinal = 0
                      AND v.position >= :first AND v.position < :end AND c.state = :ok""")
                    .bind("run", batch.run().runId())
                    .bind("facet", facet)
                    .bind("shard", batch.shard())
                    .bind("first", batch.first())
                    .bind("end", batch.first() + batch.count())
                    .bind("ok", EndState.OK.number())
                    .reduceRows(new TreeMap<Integer, String>(), (summaries, row) -> {
                        summaries.put(row.getColumn("position", Integer.class), row.getColumn("value", String.class));
                        return summaries;
                    });
        });
    }

    /** The positions of answered conversations by shard, ascending; each must have its vector. */
    SortedMap<Integer, int[]> positions(RunKey run) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery("""
                        SELECT shard, array_agg(position ORDER BY position) AS positions
                        FROM facets.conversation WHERE run_id = :run::uuid AND state = :ok GROUP BY shard""")
                        .bind("run", run.runId())
                        .bind("ok", EndState.OK.number())
                        .reduceRows(new TreeMap<Integer, int[]>(), (positions, row) -> {
                            positions.put(
                                    row.getColumn("shard", Integer.class), row.getColumn("positions", int[].class));
                            return positions;
                        }));
    }
}

package murmuration.clustering;

import java.util.stream.IntStream;
import murmuration.core.EndState;
import murmuration.core.RunKey;
import murmuration.runtime.Database;

/** What clustering may know of conversations: where they stand, whose they are, and that they were answered. */
final class ConversationRows {
    private static final int FETCH = 10_000;

    private final Database database;

    ConversationRows(Database database) {
        this.database = database;
    }

    /** All answered conversations of the run. */
    Conversations answered(RunKey run) {
        return database.inTenant(run.tenant(), handle -> {
            IntStream.Builder shards = IntStream.builder();
            IntStream.Builder positions = IntStream.builder();
            IntStream.Builder accounts = IntStream.builder();
            handle.createQuery("""
                    SELECT shard, position, dense_rank() OVER (ORDER BY account)::int
                    FROM facets.conversation WHERE run_id = :run::uuid AND state = :ok
                    ORDER BY shard, position""")
                    .bind("run", run.runId())
                    .bind("ok", EndState.OK.number())
                    .setFetchSize(FETCH)
                    .map((row, context) -> new int[] {row.getInt(1), row.getInt(2), row.getInt(3)})
                    .forEach(row -> {
                        shards.add(row[0]);
                        positions.add(row[1]);
                        accounts.add(row[2]);
                    });
            return new Conversations(
                    shards.build().toArray(),
                    positions.build().toArray(),
                    accounts.build().toArray());
        });
    }
}

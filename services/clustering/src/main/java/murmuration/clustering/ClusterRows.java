package murmuration.clustering;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import murmuration.core.Digest;
import murmuration.core.Level;
import murmuration.core.RunKey;
import murmuration.runtime.Database;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The clusters of every level; this service makes those of the base level, and places all. */
final class ClusterRows {
    private static final int FETCH = 10_000;

    private final Database database;

    ClusterRows(Database database) {
        this.database = database;
    }

    /** A base cluster as its members make it. */
    record Sized(int k, String clusterId, long conversations, long accounts) {}

    /** A cluster of any level as the map needs it. */
    record Text(
            int level,
            int k,
            String clusterId,
            @Nullable Integer parent,
            String status,
            String text,
            long conversations) {
        Text sized(long otherConversations) {
            return new Text(level, k, clusterId, parent, status, text, otherConversations);
        }
    }

    /** Where a cluster stands on the map. */
    record Place(int level, int k, float x, float y) {}

    /** Counts the members of each base cluster and derives its id from theirs. */
    List<Sized> fromMembers(RunKey run) {
        return database.inTenant(run.tenant(), handle -> {
            List<Sized> clusters = new ArrayList<>();
            Gathering gathering = new Gathering(clusters);
            handle.createQuery("""
                    SELECT a.k, c.conversation_id, c.account FROM clusters.assignment a
                    JOIN facets.conversation c USING (tenant, run_id, shard, position)
                    WHERE a.run_id = :run::uuid AND a.original ORDER BY a.k, c.conversation_id""")
                    .bind("run", run.runId())
                    .setFetchSize(FETCH)
                    .map((row, context) ->
                            new Member(row.getInt(1), row.getObject(2, UUID.class), row.getObject(3, UUID.class)))
                    .forEach(gathering::add);
            gathering.close();
            return clusters;
        });
    }

    private record Member(int k, UUID conversation, UUID account) {}

    /** Gathers members that come cluster by cluster, in order of their ids. */
    private static final class Gathering {
        private final List<Sized> done;
        private final java.util.Set<UUID> accounts = new java.util.HashSet<>();
        private Digest digest = new Digest();
        private int k = -1;
        private long conversations;

        Gathering(List<Sized> done) {
            this.done = done;
        }

        void add(Member member) {
            if (member.k() != k) {
                close();
                k = member.k();
                digest.add("cluster").add(Level.BASE.height());
            }
            digest.add(member.conversation().getMostSignificantBits())
                    .add(member.conversation().getLeastSignificantBits());
            accounts.add(member.account());
            conversations++;
        }

        void close() {
            if (conversations > 0) {
                done.add(new Sized(k, digest.hex().substring(0, 32), conversations, accounts.size()));
            }
            accounts.clear();
            conversations = 0;
        }
    }

    /** Writes base clusters as new ones; those that are there stay as they are. */
    void write(RunKey run, List<Sized> clusters) {
        database.useTenant(run.tenant(), handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    INSERT INTO clusters.cluster (tenant, run_id, level, k, cluster_id, status, conversations, accounts)
                    VALUES (:tenant, :run::uuid, 0, :k, :clusterId, 'NEW', :conversations, :accounts)
                    ON CONFLICT DO NOTHING""");
            for (Sized cluster : clusters) {
                batch.bind("tenant", run.tenant())
                        .bind("run", run.runId())
                        .bind("k", cluster.k())
                        .bind("clusterId", cluster.clusterId())
                        .bind("conversations", cluster.conversations())
                        .bind("accounts", cluster.accounts())
                        .add();
            }
            batch.execute();
        });
    }

    /** The base clusters in order, as they were made. */
    List<Sized> base(RunKey run) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery("""
                        SELECT k, cluster_id, conversations, accounts FROM clusters.cluster
                        WHERE run_id = :run::uuid AND level = 0 ORDER BY k""")
                        .bind("run", run.runId())
                        .map((row, context) ->
                                new Sized(row.getInt(1), row.getString(2), row.getLong(3), row.getLong(4)))
                        .list());
    }

    /** Base clusters that are kept ({@code small} false) or withheld for being under the minimums, in order. */
    List<Integer> base(RunKey run, boolean small) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery(
                                "SELECT k FROM clusters.cluster WHERE run_id = :run::uuid AND level = 0 AND "
                                        + (small
                                                ? "status = 'WITHHELD' AND reason = 'TOO_FEW'"
                                                : "status <> 'WITHHELD'")
                                        + " ORDER BY k")
                        .bind("run", run.runId())
                        .mapTo(Integer.class)
                        .list());
    }

    /** Makes the sizes of kept base clusters count who was given to them; returns how many were given in the run. */
    long countGiven(RunKey run) {
        return database.inTenant(run.tenant(), handle -> {
            handle.createUpdate("""
                    UPDATE clusters.cluster c SET conversations = sized.conversations
                    FROM (SELECT k, count(*) AS conversations FROM clusters.assignment
                          WHERE run_id = :run::uuid GROUP BY k HAVING NOT bool_and(original)) sized
                    WHERE c.run_id = :run::uuid AND c.level = 0 AND c.k = sized.k""").bind("run", run.runId()).execute();
            return handle.createQuery(
                            "SELECT count(*) FROM clusters.assignment WHERE run_id = :run::uuid AND NOT original")
                    .bind("run", run.runId())
                    .mapTo(Long.class)
                    .one();
        });
    }

    /** Every cluster of every level, level by level, in order. */
    List<Text> all(RunKey run) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery("""
                        SELECT level, k, cluster_id, parent, status, name || ': ' || description AS text, conversations
                        FROM clusters.cluster WHERE run_id = :run::uuid ORDER BY level, k""")
                        .bind("run", run.runId())
                        .map((row, context) -> new Text(
                                row.getInt("level"),
                                row.getInt("k"),
                                row.getString("cluster_id"),
                                row.getObject("parent", Integer.class),
                                row.getString("status"),
                                row.getString("text"),
                                row.getLong("conversations")))
                        .list());
    }

    /** Writes where clusters stand. */
    void place(RunKey run, List<Place> places) {
        database.useTenant(run.tenant(), handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    UPDATE clusters.cluster SET x = :x, y = :y
                    WHERE run_id = :run::uuid AND level = :level AND k = :k""");
            for (Place place : places) {
                batch.bind("run", run.runId())
                        .bind("level", place.level())
                        .bind("k", place.k())
                        .bind("x", place.x())
                        .bind("y", place.y())
                        .add();
            }
            batch.execute();
        });
    }
}

package murmuration.clustering;

import java.util.ArrayList;
import java.util.List;
import murmuration.core.RunKey;
import murmuration.runtime.Database;
import org.jdbi.v3.core.statement.SqlStatement;

/** Which cluster each conversation belongs to, and who is near without belonging. */
final class AssignmentRows {
    private final Database database;

    AssignmentRows(Database database) {
        this.database = database;
    }

    /** A shard's conversations, their clusters and how similar they are to the centroid; one entry each. */
    record Placed(int[] positions, int[] clusters, float[] similarity) {}

    /** Somebody near a cluster of others. */
    record Near(int k, int shard, int position, float similarity) {}

    /** How many conversations of the shard have been assigned. */
    int assigned(RunKey run, int shard) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery(
                                "SELECT count(*) FROM clusters.assignment WHERE run_id = :run::uuid AND shard = :shard")
                        .bind("run", run.runId())
                        .bind("shard", shard)
                        .mapTo(Integer.class)
                        .one());
    }

    /** Writes a shard as a whole; what is there stays. */
    void write(RunKey run, int shard, Placed assigned) {
        // COPY is not for tables with row-level policies; arrays make one statement of a shard
        database.useTenant(
                run.tenant(),
                handle -> bind(handle.createUpdate("""
                        INSERT INTO clusters.assignment (tenant, run_id, shard, position, k, similarity)
                        SELECT :tenant, :run::uuid, :shard, position, k, similarity
                        FROM unnest(:positions, :clusters, :similarity) AS placed (position, k, similarity)
                        ON CONFLICT DO NOTHING"""), run, shard, assigned).execute());
    }

    /** Replaces who is near which cluster of the run. */
    void writeNear(RunKey run, List<Near> near) {
        database.useTenant(run.tenant(), handle -> {
            handle.createUpdate("DELETE FROM clusters.near WHERE run_id = :run::uuid")
                    .bind("run", run.runId())
                    .execute();
            handle.createUpdate("""
                    INSERT INTO clusters.near (tenant, run_id, k, shard, position, similarity)
                    SELECT :tenant, :run::uuid, near.*
                    FROM unnest(:clusters, :shards, :positions, :similarity) AS near""")
                    .bind("tenant", run.tenant())
                    .bind("run", run.runId())
                    .bindArray(
                            "clusters",
                            Integer.class,
                            near.stream().map(Near::k).toList())
                    .bindArray(
                            "shards",
                            Integer.class,
                            near.stream().map(Near::shard).toList())
                    .bindArray(
                            "positions",
                            Integer.class,
                            near.stream().map(Near::position).toList())
                    .bindArray(
                            "similarity",
                            Float.class,
                            near.stream().map(Near::similarity).toList())
                    .execute();
        });
    }

    /** The shard's original members of these clusters, by position. */
    Placed members(RunKey run, int shard, List<Integer> clusters) {
        return database.inTenant(run.tenant(), handle -> {
            List<int[]> rows = handle.createQuery("""
                    SELECT position, k FROM clusters.assignment
                    WHERE run_id = :run::uuid AND shard = :shard AND k = ANY(:clusters) AND original
                    ORDER BY position""")
                    .bind("run", run.runId())
                    .bind("shard", shard)
                    .bindArray("clusters", Integer.class, clusters)
                    .map((row, context) -> new int[] {row.getInt(1), row.getInt(2)})
                    .list();
            return new Placed(
                    rows.stream().mapToInt(row -> row[0]).toArray(),
                    rows.stream().mapToInt(row -> row[1]).toArray(),
                    new float[0]);
        });
    }

    /** Shards that have conversations in these clusters, ascending. */
    List<Integer> shards(RunKey run, List<Integer> clusters) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery("""
                        SELECT DISTINCT shard FROM clusters.assignment
                        WHERE run_id = :run::uuid AND k = ANY(:clusters) AND original ORDER BY shard""")
                        .bind("run", run.runId())
                        .bindArray("clusters", Integer.class, clusters)
                        .mapTo(Integer.class)
                        .list());
    }

    /** Moves conversations of a shard to other clusters, where they count for size only. */
    void move(RunKey run, int shard, Placed placed) {
        database.useTenant(
                run.tenant(),
                handle -> bind(handle.createUpdate("""
                        UPDATE clusters.assignment a
                        SET k = placed.k, similarity = placed.similarity, original = false
                        FROM unnest(:positions, :clusters, :similarity) AS placed (position, k, similarity)
                        WHERE a.tenant = :tenant AND a.run_id = :run::uuid AND a.shard = :shard
                          AND a.position = placed.position"""), run, shard, placed).execute());
    }

    private static <S extends SqlStatement<S>> S bind(S statement, RunKey run, int shard, Placed placed) {
        List<Integer> positions = new ArrayList<>();
        List<Integer> clusters = new ArrayList<>();
        List<Float> similarity = new ArrayList<>();
        for (int i = 0; i < placed.positions().length; i++) {
            positions.add(placed.positions()[i]);
            clusters.add(placed.clusters()[i]);
            similarity.add(placed.similarity()[i]);
        }
        return statement
                .bind("tenant", run.tenant())
                .bind("run", run.runId())
                .bind("shard", shard)
                .bindArray("positions", Integer.class, positions)
                .bindArray("clusters", Integer.class, clusters)
                .bindArray("similarity", Float.class, similarity);
    }
}

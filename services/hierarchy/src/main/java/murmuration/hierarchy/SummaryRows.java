package murmuration.hierarchy;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import murmuration.core.RunKey;
import murmuration.runtime.Database;
import org.jdbi.v3.core.statement.Query;

/**
 * Summaries of original members of clusters over the minimums, drawn by rank: a draw's rank is a hash of its seed and the
 * conversation's place, so that it needs no order of rows and no state.
 */
final class SummaryRows {
    private static final String RANK =
            "sha256(convert_to(:seed || '/' || a.shard || '/' || a.position, 'UTF8')) AS rank";

    /** The table's own rule for a cluster under the minimums; one withheld for its name is not meant. */
    private static final String KEPT = """
            JOIN clusters.cluster o ON o.run_id = a.run_id AND o.level = 0 AND o.k = a.k AND o.reason <> 'TOO_FEW'
            """;

    private static final String TEXT = """
            JOIN facets.value v ON v.run_id = :run::uuid AND v.facet = :facet AND v.ordinal = 0
                AND v.shard = d.shard AND v.position = d.position
            """;

    private final Database database;
    private final RunKey run;
    private final String facet;

    SummaryRows(Database database, RunKey run, String facet) {
        this.database = database;
        this.run = run;
        this.facet = facet;
    }

    /** Members of a union of base clusters in random order, first one of each account, then a second of each, and so on. */
    List<Drawn> members(Collection<Integer> bases, long seed, int limit) {
        return drawn(
                """
                SELECT d.shard, d.position, d.account, v.value
                FROM (SELECT shard, position, account, rank,
                             row_number() OVER (PARTITION BY account ORDER BY rank) AS nth
                      FROM (SELECT a.shard, a.position, c.account, %s
                            FROM clusters.assignment a JOIN facets.conversation c USING (tenant, run_id, shard, position)
                            WHERE a.run_id = :run::uuid AND a.k = ANY (:bases) AND a.original) m
                      ORDER BY nth, rank LIMIT :limit) d
                %s
                ORDER BY d.nth, d.rank""".formatted(RANK, TEXT),
                limit,
                query -> query.bindArray("bases", Integer.class, bases).bind("seed", Long.toString(seed)));
    }

    /** The nearest outside a base cluster, the nearest first. */
    List<Drawn> near(int k, int limit) {
        return drawn("""
                SELECT d.shard, d.position, d.account, v.value
                FROM (SELECT a.shard, a.position, c.account, n.similarity
                      FROM clusters.near n
                      JOIN clusters.assignment a USING (tenant, run_id, shard, position)
                      JOIN facets.conversation c USING (tenant, run_id, shard, position)
                      %s
                      WHERE n.run_id = :run::uuid AND n.k = :k AND a.k <> :k AND a.original
                      ORDER BY n.similarity DESC, a.shard, a.position LIMIT :limit) d
                %s
                ORDER BY d.similarity DESC, d.shard, d.position""".formatted(KEPT, TEXT), limit, query -> query.bind("k", k));
    }

    /** A sample of the whole run. */
    List<Drawn> background(long seed, int limit) {
        return drawn("""
                SELECT d.shard, d.position, d.account, v.value
                FROM (SELECT a.shard, a.position, c.account, %s
                      FROM clusters.assignment a
                      JOIN facets.conversation c USING (tenant, run_id, shard, position)
                      %s
                      WHERE a.run_id = :run::uuid AND a.original
                      ORDER BY rank LIMIT :limit) d
                %s
                ORDER BY d.rank""".formatted(RANK, KEPT, TEXT), limit, query -> query.bind("seed", Long.toString(seed)));
    }

    @FunctionalInterface
    private interface Binding {
        Query to(Query query);
    }

    private List<Drawn> drawn(String sql, int limit, Binding binding) {
        return database.inTenant(
                run.tenant(),
                handle -> binding.to(handle.createQuery(sql))
                        .bind("run", run.runId())
                        .bind("facet", facet)
                        .bind("limit", limit)
                        .map((row, context) ->
                                new Drawn(row.getInt(1), row.getInt(2), row.getObject(3, UUID.class), row.getString(4)))
                        .list());
    }
}

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
    /** A draw's rank; bytes, since the order of texts depends on the database's language. */
    private static final String RANK =
            "sha256(convert_to(:seed || '/' || a.shard || '/' || a.position, 'UTF8')) AS rank";

    /**
     * Looked up row by row (OFFSET 0 keeps it so): these tables are large and just written, and without statistics the
     * planner takes a run's rows for one and reads them all again for each.
     */
    private static final String ACCOUNT = """
            CROSS JOIN LATERAL (
                SELECT c.account FROM facets.conversation c
                WHERE c.run_id = :run::uuid AND c.shard = a.shard AND c.position = a.position OFFSET 0) c
            """;

    private static final String TEXT = """
            CROSS JOIN LATERAL (
                SELECT v.value FROM facets.value v
                WHERE v.run_id = :run::uuid AND v.facet = :facet AND v.shard = a.shard AND v.position = a.position
                  AND v.ordinal = 0 OFFSET 0) v
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
                SELECT a.shard, a.position, a.account, v.value
                FROM (SELECT shard, position, account, rank,
                             row_number() OVER (PARTITION BY account ORDER BY rank) AS nth
                      FROM (SELECT a.shard, a.position, c.account, %s
                            FROM clusters.assignment a %s
                            WHERE a.run_id = :run::uuid AND a.k = ANY (:bases) AND a.original) m
                      ORDER BY nth, rank LIMIT :limit) a
                %s
                ORDER BY a.nth, a.rank""".formatted(RANK, ACCOUNT, TEXT),
                limit,
                query -> query.bindArray("bases", Integer.class, bases).bind("seed", Long.toString(seed)));
    }

    /** The nearest outside a base cluster among members of these others, the nearest first. */
    List<Drawn> near(int k, Collection<Integer> others, int limit) {
        return drawn(
                """
                SELECT a.shard, a.position, c.account, v.value
                FROM (SELECT n.shard, n.position, n.similarity
                      FROM clusters.near n
                      CROSS JOIN LATERAL (
                          SELECT a.k, a.original FROM clusters.assignment a
                          WHERE a.run_id = :run::uuid AND a.shard = n.shard AND a.position = n.position OFFSET 0) a
                      WHERE n.run_id = :run::uuid AND n.k = :k AND a.k <> :k AND a.original AND a.k = ANY (:others)
                      ORDER BY n.similarity DESC, n.shard, n.position LIMIT :limit) a
                %s %s
                ORDER BY a.similarity DESC, a.shard, a.position""".formatted(ACCOUNT, TEXT),
                limit,
                query -> query.bind("k", k).bindArray("others", Integer.class, others));
    }

    /** A sample of all members of these base clusters. */
    List<Drawn> background(Collection<Integer> bases, long seed, int limit) {
        return drawn(
                """
                SELECT a.shard, a.position, c.account, v.value
                FROM (SELECT a.shard, a.position, %s
                      FROM clusters.assignment a
                      WHERE a.run_id = :run::uuid AND a.original AND a.k = ANY (:bases)
                      ORDER BY rank LIMIT :limit) a
                %s %s
                ORDER BY a.rank""".formatted(RANK, ACCOUNT, TEXT),
                limit,
                query -> query.bindArray("bases", Integer.class, bases).bind("seed", Long.toString(seed)));
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

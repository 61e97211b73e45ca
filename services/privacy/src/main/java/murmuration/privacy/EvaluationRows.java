package murmuration.privacy;

import java.util.ArrayList;
import java.util.List;
import murmuration.core.Facet;
import murmuration.core.Manifest;
import murmuration.core.Minimums;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;

/** Reads how known topics fell into base clusters; conversations with several topics are left out. */
final class EvaluationRows {
    private static final String KNOWN = "labels.";

    private final Database database;

    EvaluationRows(Database database) {
        this.database = database;
    }

    /** One evaluation for each facet of the run that holds known topics. */
    List<Manifest.Evaluation> all(Assignment run) {
        List<Manifest.Evaluation> all = new ArrayList<>();
        for (Facet facet : run.spec().facets()) {
            if (facet.id().startsWith(KNOWN)) {
                List<Evaluation.Cell> cells = cells(run, facet.id());
                if (!cells.isEmpty()) {
                    all.add(Evaluation.of(facet.id(), cells, known(run, facet.id())));
                }
            }
        }
        return List.copyOf(all);
    }

    private List<Evaluation.Cell> cells(Assignment run, String facet) {
        return database.inTenant(
                run.run().tenant(),
                handle -> handle.createQuery("""
                        SELECT a.k, bool_or(c.status = 'PASSED') AS published, v.value, count(*) AS conversations
                        FROM clusters.assignment a
                        JOIN clusters.cluster c ON c.tenant = a.tenant AND c.run_id = a.run_id AND c.level = 0 AND c.k = a.k
                        JOIN facets.value v ON v.tenant = a.tenant AND v.run_id = a.run_id AND v.shard = a.shard
                          AND v.position = a.position AND v.facet = :facet AND v.ordinal = 0
                        WHERE a.run_id = :run AND a.original AND NOT EXISTS (
                          SELECT FROM facets.value o WHERE o.tenant = a.tenant AND o.run_id = a.run_id
                            AND o.shard = a.shard AND o.position = a.position AND o.facet = :facet AND o.ordinal = 1)
                        GROUP BY a.k, v.value ORDER BY a.k, v.value""")
                        .bind("run", run.runId())
                        .bind("facet", facet)
                        .map((row, context) -> new Evaluation.Cell(
                                row.getInt("k"),
                                row.getBoolean("published"),
                                row.getString("value"),
                                row.getLong("conversations")))
                        .list());
    }

    private List<String> known(Assignment run, String facet) {
        Minimums minimums = run.spec().minimums().values();
        return database.inTenant(
                run.run().tenant(),
                handle -> handle.createQuery("""
                        SELECT v.value FROM facets.value v
                        JOIN facets.conversation c USING (tenant, run_id, shard, position)
                        WHERE v.run_id = :run AND v.facet = :facet GROUP BY v.value
                        HAVING count(*) >= :conversations AND count(DISTINCT c.account) >= :accounts""")
                        .bind("run", run.runId())
                        .bind("facet", facet)
                        .bind("conversations", minimums.conversations())
                        .bind("accounts", minimums.accounts())
                        .mapTo(String.class)
                        .list());
    }
}

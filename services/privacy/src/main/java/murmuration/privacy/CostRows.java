package murmuration.privacy;

import java.util.List;
import murmuration.core.Manifest;
import murmuration.core.Purpose;
import murmuration.core.Stage;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;

/** Reads what asking language models has cost a run; stored answers cost nothing and are not in it. */
final class CostRows {
    private static final long TOKENS = 1_000;

    /** Calls that came to an end of their own, in one number: apart they would tell how many conversations were refused. */
    private static final List<String> ENDED =
            List.of("ANSWERED", "REFUSED", "CONTEXT_TOO_LONG", "TRUNCATED", "MALFORMED_OUTPUT", "INVALID_INPUT");

    private final Database database;

    CostRows(Database database) {
        this.database = database;
    }

    /** A line for each purpose and model, rounded. */
    List<Manifest.Cost> all(Assignment run) {
        return database.inTenant(
                run.run().tenant(),
                handle -> handle.createQuery("""
                        SELECT purpose, model, sum(calls) FILTER (WHERE outcome IN (<ended>)) AS ended,
                               sum(input_tokens) AS input, sum(output_tokens) AS output, sum(micros) AS micros,
                               sum(unpriced) = 0 AS priced
                        FROM model.usage WHERE run_id = :run AND outcome <> 'STORED'
                        GROUP BY purpose, model ORDER BY purpose, model""")
                        .bindList("ended", ENDED)
                        .bind("run", run.runId())
                        .map((row, context) -> {
                            Purpose purpose = Purpose.valueOf(row.getString("purpose"));
                            return new Manifest.Cost(
                                    purpose.stage(),
                                    purpose,
                                    row.getString("model"),
                                    calls(run, purpose, row.getLong("ended")),
                                    Math.round(row.getLong("input") / (double) TOKENS) * TOKENS,
                                    Math.round(row.getLong("output") / (double) TOKENS) * TOKENS,
                                    row.getBoolean("priced")
                                            ? Double.valueOf(Math.rint(row.getLong("micros") / 1e4) / 100)
                                            : null);
                        })
                        .list());
    }

    /** A replay asks nobody: how often it asked all the same says nothing of anybody. */
    private static long calls(Assignment run, Purpose purpose, long ended) {
        boolean rough = purpose.stage() == Stage.EXTRACT && run.spec().beside().replayOf() == null;
        return rough ? run.spec().minimums().rough(ended) : ended;
    }
}

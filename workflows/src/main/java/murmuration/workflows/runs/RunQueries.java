package murmuration.workflows.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import murmuration.core.Purpose;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.core.RunState;
import murmuration.core.Stage;
import murmuration.runtime.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** How runs are read. */
final class RunQueries {
    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    /** Every stage with the sums over its parts; what is expected as a whole counts until the parts say more. */
    private static final String STAGES = """
            WITH outcome AS (
                SELECT stage, key, sum(value::bigint) AS items
                FROM runs.progress, jsonb_each_text(outcomes) WHERE run_id = :run GROUP BY stage, key
            ), part AS (
                SELECT stage, sum(done)::bigint AS done,
                       sum(greatest(attempts - 1, 0)) FILTER (WHERE part <> 'whole') AS retries,
                       greatest(sum(total) FILTER (WHERE part = 'whole'), sum(total) FILTER (WHERE part <> 'whole'))
                           ::bigint AS total
                FROM runs.progress WHERE run_id = :run GROUP BY stage
            )
            SELECT coalesce(s.stage, p.stage) AS stage, coalesce(s.state, 'PENDING') AS state, s.started_at, s.ended_at,
                   coalesce(p.done, 0) AS done, coalesce(p.total, 0) AS total, coalesce(p.retries, 0) AS retries,
                   coalesce((SELECT jsonb_object_agg(key, items) FROM outcome o WHERE o.stage = p.stage), '{}')::text
                       AS outcomes
            FROM (SELECT * FROM runs.stage WHERE run_id = :run) s FULL JOIN part p ON p.stage = s.stage
            WHERE coalesce(s.stage, p.stage) IN (<names>)""";

    private RunQueries() {}

    /** Runs where a condition of our own words holds; {@code r} is the run. */
    static Query runs(Handle handle, String condition) {
        return handle.createQuery("""
                        SELECT r.*, r.spec::text AS spec_text, d.name AS dataset_name,
                               EXISTS (SELECT FROM runs.stage s WHERE s.tenant = r.tenant AND s.run_id = r.run_id
                                       AND s.stage = 'APPROVE' AND s.state = 'DONE') AS approved
                        FROM runs.run r JOIN runs.dataset d ON d.tenant = r.tenant AND d.dataset_id = r.dataset_id
                        WHERE <condition>""").define("condition", condition);
    }

    /** The run with its stages. */
    static Optional<Run> complete(Handle handle, UUID id) {
        return runs(handle, "r.run_id = :run")
                .bind("run", id)
                .map((row, context) -> run(row))
                .findOne()
                .map(run -> complete(run, stages(handle, id), cost(handle, id)));
    }

    /** A run over this data set that has not ended. */
    static Optional<String> unfinished(Handle handle, UUID dataset) {
        return handle.createQuery("""
                        SELECT run_id FROM runs.run
                        WHERE dataset_id = :dataset AND state NOT IN ('PUBLISHED', 'FAILED', 'CANCELED')
                        ORDER BY run_id LIMIT 1""")
                .bind("dataset", dataset)
                .mapTo(String.class)
                .findOne();
    }

    private static Cost cost(Handle handle, UUID run) {
        List<Cost.Usage> usage = handle.createQuery("""
                        SELECT * FROM model.usage WHERE run_id = :run AND outcome <> 'STORED'
                        ORDER BY purpose, model, outcome""")
                .bind("run", run)
                .map((row, context) -> new Cost.Usage(
                        Purpose.valueOf(row.getString("purpose")),
                        row.getString("model"),
                        row.getString("outcome"),
                        row.getLong("calls"),
                        row.getLong("input_tokens"),
                        row.getLong("output_tokens"),
                        row.getObject("micros", Long.class)))
                .list();
        List<Cost.Stored> stored = handle.createQuery("""
                        SELECT * FROM model.usage WHERE run_id = :run AND outcome = 'STORED' ORDER BY purpose, model""")
                .bind("run", run)
                .map((row, context) -> new Cost.Stored(
                        Purpose.valueOf(row.getString("purpose")), row.getString("model"), row.getLong("calls")))
                .list();
        return handle.createQuery("""
                        SELECT coalesce(sum(micros), 0)::bigint AS micros, count(*) AS calls,
                               (SELECT seal ->> 'report' FROM runs.stage WHERE run_id = :run AND stage = 'PLAN') AS plan
                        FROM model.reservation WHERE run_id = :run""")
                .bind("run", run)
                .map((row, context) -> new Cost(
                        usage, stored, row.getLong("micros"), row.getLong("calls"), estimate(row.getString("plan"))))
                .one();
    }

    private static Cost.@Nullable Estimate estimate(@Nullable String plan) {
        try {
            JsonNode estimate = Json.mapper().readTree(plan == null ? "" : plan).path("estimate");
            return estimate.isObject() ? Json.mapper().treeToValue(estimate, Cost.Estimate.class) : null;
        } catch (JsonProcessingException e) {
            // the plan of a service that tells otherwise, or nothing
            return null;
        }
    }

    static boolean approved(Handle handle, RunKey run) {
        return handle.createQuery("""
                        SELECT count(*) > 0 FROM runs.stage
                        WHERE run_id = :run AND stage = 'APPROVE' AND state = 'DONE'""")
                .bind("run", UUID.fromString(run.runId()))
                .mapTo(Boolean.class)
                .one();
    }

    /** A run as its row tells, without its stages. */
    static Run run(ResultSet row) throws SQLException {
        return new Run(
                new RunKey(row.getString("tenant"), row.getString("run_id")),
                new Run.Subject(row.getString("name"), row.getString("dataset_id"), row.getString("dataset_name")),
                Json.read(row.getString("spec_text"), RunSpec.class),
                row.getString("spec_digest"),
                new Run.Standing(
                        RunState.valueOf(row.getString("state")),
                        Desired.valueOf(row.getString("desired")),
                        row.getString("reason"),
                        row.getString("stage"),
                        row.getBoolean("approved")),
                new Failure(row.getString("error_code"), row.getString("error_message")),
                new Run.Result(row.getString("result_digest"), row.getInt("clusters")),
                new Run.Times(
                        row.getTimestamp("created_at").toInstant(),
                        DatasetRows.instant(row, "started_at"),
                        DatasetRows.instant(row, "ended_at"),
                        DatasetRows.instant(row, "erased_at"),
                        Json.read(row.getString("expired"), TEXTS)),
                row.getString("started_by"),
                List.of(),
                Cost.NONE);
    }

    private static Map<Stage, Run.StageProgress> stages(Handle handle, UUID run) {
        Map<Stage, Run.StageProgress> stages = new EnumMap<>(Stage.class);
        handle.createQuery(STAGES)
                .bind("run", run)
                .bindList("names", List.of(Stage.values()))
                .map((row, context) -> stage(row))
                .forEach(stage -> stages.put(stage.stage(), stage));
        return stages;
    }

    private static Run.StageProgress stage(ResultSet row) throws SQLException {
        return new Run.StageProgress(
                Stage.valueOf(row.getString("stage")),
                row.getString("state"),
                row.getLong("done"),
                row.getLong("total"),
                Json.read(row.getString("outcomes"), COUNTS),
                row.getLong("retries"),
                DatasetRows.instant(row, "started_at"),
                DatasetRows.instant(row, "ended_at"));
    }

    private static Run complete(Run run, Map<Stage, Run.StageProgress> stages, Cost cost) {
        boolean approval = run.spec().privacy().approval() == RunSpec.Approval.REQUIRED;
        List<Run.StageProgress> all = Stream.of(Stage.values())
                .filter(stage -> stage != Stage.APPROVE || approval)
                .map(stage -> stages.getOrDefault(stage, Run.StageProgress.pending(stage)))
                .toList();
        return run.with(all, cost);
    }
}

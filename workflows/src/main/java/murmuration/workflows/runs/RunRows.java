package murmuration.workflows.runs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.core.RunState;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import murmuration.runtime.DatasetLock;
import murmuration.runtime.Ids;
import murmuration.runtime.Json;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of runs. */
public final class RunRows {
    /** Why a run pauses whose budget has no room for another call. */
    static final String OUT_OF_BUDGET = "budget";

    private final Database database;

    /** The rows of this database. */
    public RunRows(Database database) {
        this.database = database;
    }

    /** A run to be registered. @param safety why and until when, where it is a safety run */
    record NewRun(
            RunKey key,
            String datasetId,
            RunSpec spec,
            String startedBy,
            @Nullable String idempotencyKey,
            SafetyRun.@Nullable Terms safety) {
        NewRun(RunKey key, String datasetId, RunSpec spec, String startedBy, @Nullable String idempotencyKey) {
            this(key, datasetId, spec, startedBy, idempotencyKey, null);
        }
    }

    /** What has not ended: a run, or the import of a data set. */
    public record Unfinished(String tenant, String id, String kind) {}

    /**
     * Registers a run, unless its idempotency key has been used; answers whether it did. Refused where the data set
     * cannot be analyzed, or is deleted at the same time.
     */
    boolean insert(NewRun run) {
        return database.inTenant(run.key().tenant(), handle -> {
            requireAnalyzable(handle, run.datasetId());
            boolean first = handle.createUpdate("""
                            INSERT INTO runs.run (tenant, run_id, dataset_id, name, spec, spec_digest, state,
                                                  started_by, idempotency_key)
                            VALUES (:tenant, :run, :dataset, :name, cast(:spec AS jsonb), :digest, 'QUEUED',
                                    :by, :key)
                            ON CONFLICT DO NOTHING""")
                            .bind("tenant", run.key().tenant())
                            .bind("run", UUID.fromString(run.key().runId()))
                            .bind("dataset", UUID.fromString(run.datasetId()))
                            .bind("name", run.spec().beside().name())
                            .bind("spec", Json.write(run.spec()))
                            .bind("digest", SpecDigest.of(run.spec()))
                            .bind("by", run.startedBy())
                            .bind("key", run.idempotencyKey())
                            .execute()
                    > 0;
            if (first) {
                AuditEntry started = AuditEntry.by(run.startedBy(), AuditAction.RUN_STARTED)
                        .dataset(UUID.fromString(run.datasetId()))
                        .digest("spec", SpecDigest.of(run.spec()));
                record(handle, run.key(), started);
                if (run.safety() != null) {
                    SafetyRows.insert(handle, run, run.safety());
                }
            }
            return first;
        });
    }

    /** Holds the data set as it is until the transaction ends. */
    private static void requireAnalyzable(Handle handle, String datasetId) {
        String state = handle.createQuery("SELECT state FROM runs.dataset WHERE dataset_id = :id FOR SHARE")
                .bind("id", UUID.fromString(datasetId))
                .mapTo(String.class)
                .one();
        switch (DatasetState.valueOf(state)) {
            case READY, IMPORTING -> {
                // the run waits for an import
            }
            case FAILED, EXPIRED, DELETING, DELETED ->
                throw new MurmurationException(
                        ErrorCode.CONFLICT, "data set " + datasetId + " is " + state + " and cannot be analyzed");
        }
    }

    /** The run with this id, with its stages. */
    public Optional<Run> byId(RunKey key) {
        return database.inTenant(key.tenant(), handle -> RunQueries.complete(handle, Ids.parse(key.runId())));
    }

    /** The run with this id, unless it is a safety run: those are seen, listed and steered through {@link SafetyRuns} alone. */
    Optional<Run> ordinary(RunKey key) {
        return database.inTenant(
                key.tenant(),
                handle -> SafetyRows.asker(handle, key).isPresent()
                        ? Optional.empty()
                        : RunQueries.complete(handle, Ids.parse(key.runId())));
    }

    /** Who has asked for a safety run; empty for any other. */
    public Optional<String> safetyAsker(RunKey run) {
        return database.inTenant(run.tenant(), handle -> SafetyRows.asker(handle, run));
    }

    /** The run that was registered under this key, without its stages. */
    Optional<Run> byIdempotencyKey(String tenant, String idempotencyKey) {
        return database.inTenant(
                tenant,
                handle -> RunQueries.runs(handle, "r.idempotency_key = :key")
                        .bind("key", idempotencyKey)
                        .map((row, context) -> RunQueries.run(row))
                        .findOne());
    }

    /** Which runs are listed; what is empty does not matter. */
    record Filter(Optional<RunState> state, Optional<UUID> dataset, Optional<UUID> after, int limit) {}

    /** Runs without their stages, newest first, and without safety runs. */
    List<Run> list(String tenant, Filter filter) {
        return database.inTenant(
                tenant,
                handle -> RunQueries.runs(handle, """
                        (cast(:state AS text) IS NULL OR r.state = :state)
                        AND (cast(:dataset AS uuid) IS NULL OR r.dataset_id = :dataset)
                        AND (cast(:after AS uuid) IS NULL OR r.run_id < :after)
                        AND NOT EXISTS (SELECT FROM safety.run s WHERE s.tenant = r.tenant AND s.run_id = r.run_id)
                        ORDER BY r.run_id DESC LIMIT :limit""")
                        .bind("state", filter.state().map(Enum::name).orElse(null))
                        .bind("dataset", filter.dataset().orElse(null))
                        .bind("after", filter.after().orElse(null))
                        .bind("limit", filter.limit())
                        .map((row, context) -> RunQueries.run(row))
                        .list());
    }

    /** Ids of the runs over a data set, ended ones included. */
    List<RunKey> over(DatasetKey dataset) {
        return database.inTenant(
                dataset.tenant(),
                handle -> handle.createQuery("SELECT run_id FROM runs.run WHERE dataset_id = :id ORDER BY run_id")
                        .bind("id", UUID.fromString(dataset.datasetId()))
                        .mapTo(String.class)
                        .map(id -> new RunKey(dataset.tenant(), id))
                        .list());
    }

    /** What has not ended, of every tenant. */
    public List<Unfinished> unfinished() {
        // the view names the tenants itself, so none is asked for
        return database.inTenant(
                "",
                handle -> handle.createQuery("SELECT tenant, id, kind FROM runs.unfinished ORDER BY id")
                        .map((row, context) ->
                                new Unfinished(row.getString("tenant"), row.getString("id"), row.getString("kind")))
                        .list());
    }

    /** The run begins, or goes on, unless its owner wants otherwise: a process that starts leaves a paused run paused. */
    public void running(RunKey run) {
        database.useTenant(
                run.tenant(),
                handle -> update(
                        handle,
                        run,
                        "state = 'RUNNING', reason = '', budget_raised = FALSE,"
                                + " started_at = coalesce(started_at, now())",
                        "desired = 'RUN'"));
    }

    /** When the run began, in RFC 3339. */
    public String startedAt(RunKey run) {
        return database.inTenant(
                        run.tenant(),
                        handle -> handle.createQuery("SELECT started_at FROM runs.run WHERE run_id = :run")
                                .bind("run", UUID.fromString(run.runId()))
                                .mapTo(Instant.class)
                                .one())
                .toString();
    }

    /**
     * Pauses the run unless its owner has asked for something else since, or has raised the budget that it ran into; answers
     * what is wanted. A run that is paused already keeps its reason.
     */
    public Desired pause(RunKey run, String reason, boolean byItself) {
        String wanted = reason.equals(OUT_OF_BUDGET) ? "desired = 'RUN' AND NOT budget_raised" : "desired = 'RUN'";
        return database.inTenant(run.tenant(), handle -> {
            boolean itself = byItself && update(handle, run, "desired = 'PAUSE'", wanted) > 0;
            String why = itself ? reason : "asked";
            update(
                    handle,
                    run,
                    "state = 'PAUSED', reason = CASE WHEN reason = '' THEN '" + why + "' ELSE reason END",
                    "desired = 'PAUSE'");
            return handle.createQuery("SELECT desired FROM runs.run WHERE run_id = :run")
                    .bind("run", UUID.fromString(run.runId()))
                    .mapTo(Desired.class)
                    .one();
        });
    }

    /** Waits for a person's yes, unless it has been given; answers whether it has. */
    public boolean approved(RunKey run) {
        return database.inTenant(run.tenant(), handle -> {
            boolean approved = RunQueries.approved(handle, run);
            if (!approved) {
                update(handle, run, "state = 'AWAITING_APPROVAL'", "state <> 'AWAITING_APPROVAL'");
            }
            return approved;
        });
    }

    /** Changes what the owner wants, who asked for it. */
    void desire(RunKey run, Desired desired, String askedBy) {
        database.useTenant(run.tenant(), handle -> {
            if (update(handle, run, "desired = '" + desired + "'", "TRUE") > 0) {
                record(handle, run, AuditEntry.by(askedBy, asked(desired)));
            }
        });
    }

    private static AuditAction asked(Desired desired) {
        return switch (desired) {
            case RUN -> AuditAction.RUN_RESUME_ASKED;
            case PAUSE -> AuditAction.RUN_PAUSE_ASKED;
            case CANCEL -> AuditAction.RUN_CANCEL_ASKED;
            case START_OVER -> throw new IllegalArgumentException("nobody asks a run to start over");
        };
    }

    /** Changes the budget, which stands beside what a spec's digest covers, and notes it where it is higher. @param usd null: none */
    void budget(RunKey run, @Nullable Double usd, String askedBy) {
        database.useTenant(run.tenant(), handle -> {
            handle.createUpdate("""
                        UPDATE runs.run SET version = version + 1,
                               budget_raised = budget_raised OR cast(:usd AS float8) IS NULL OR coalesce(
                                   cast(:usd AS float8) > (spec -> 'beside' ->> 'budgetUsd')::float8, FALSE),
                               spec = CASE WHEN cast(:usd AS float8) IS NULL THEN spec #- '{beside,budgetUsd}'
                                      ELSE jsonb_set(spec, '{beside,budgetUsd}', to_jsonb(cast(:usd AS float8))) END
                        WHERE run_id = :run""")
                    .bindByType("usd", usd, Double.class)
                    .bind("run", UUID.fromString(run.runId()))
                    .execute();
            AuditEntry set = AuditEntry.by(askedBy, AuditAction.RUN_BUDGET_SET);
            record(handle, run, usd == null ? set : set.count("micros", Math.round(usd * 1e6)));
        });
    }

    /** A person has said yes to publishing. Once is enough; refused where the run does not wait for it. */
    public void approve(RunKey run, String askedBy) {
        database.useTenant(run.tenant(), handle -> {
            // the stage says it, and not the run's state: a process that has begun anew walks through the run's stages
            // first
            int changed = handle.createUpdate("""
                            UPDATE runs.stage
                            SET state = 'DONE', ended_at = now(), approved_by = :by, approved_at = now()
                            WHERE run_id = :run AND stage = 'APPROVE' AND state = 'RUNNING'""")
                    .bind("run", UUID.fromString(run.runId()))
                    .bind("by", askedBy)
                    .execute();
            if (changed == 0) {
                if (RunQueries.approved(handle, run)) {
                    return;
                }
                throw new MurmurationException(ErrorCode.CONFLICT, "the run does not wait for approval");
            }
            SafetyRows.approve(handle, run, askedBy);
            update(handle, run, "state = 'RUNNING'", "state = 'AWAITING_APPROVAL'");
            record(handle, run, AuditEntry.by(askedBy, AuditAction.RUN_APPROVED));
        });
    }

    /** Keeps what the run gave. */
    public void result(RunKey run, Run.Result result) {
        database.useTenant(
                run.tenant(),
                handle -> handle.createUpdate(
                                "UPDATE runs.run SET result_digest = :digest, clusters = :clusters WHERE run_id = :run")
                        .bindMethods(result)
                        .bind("run", UUID.fromString(run.runId()))
                        .execute());
    }

    /**
     * The run has ended; once it has, it stays as it ended. One that is to start over is not published: what it would be
     * published with counts what has been erased. Answers whether this ended it.
     */
    public boolean end(RunKey run, RunState state, Failure failure) {
        return database.inTenant(run.tenant(), handle -> {
            if (state == RunState.PUBLISHED && startsOver(handle, run)) {
                throw new MurmurationException(
                        ErrorCode.DATA_ERASED,
                        "conversations of run " + run.runId() + " were erased before it had ended");
            }
            if (state != RunState.PUBLISHED) {
                settle(handle, run);
            }
            int changed = handle.createUpdate("""
                            UPDATE runs.run SET state = :state, reason = '', error_code = :code,
                                   error_message = :message, ended_at = now(), version = version + 1
                            WHERE run_id = :run AND state NOT IN ('PUBLISHED', 'FAILED', 'CANCELED')""")
                    .bind("state", state)
                    .bindMethods(failure)
                    .bind("run", UUID.fromString(run.runId()))
                    .execute();
            if (changed > 0 && state != RunState.PUBLISHED) {
                handle.createUpdate("""
                                UPDATE runs.stage SET state = 'FAILED', ended_at = now()
                                WHERE run_id = :run AND state = 'RUNNING'""")
                        .bind("run", UUID.fromString(run.runId()))
                        .execute();
            }
            if (changed > 0) {
                record(handle, run, AuditEntry.of(ended(state)));
            }
            return changed > 0;
        });
    }

    /** Waits for all transactions of steps over the run's data set; later ones see what this transaction has done. */
    static void settle(Handle handle, RunKey run) {
        handle.createQuery("SELECT dataset_id FROM runs.run WHERE run_id = :run")
                .bind("run", UUID.fromString(run.runId()))
                .mapTo(UUID.class)
                .findOne()
                .ifPresent(dataset -> DatasetLock.change(handle, dataset));
    }

    private static boolean startsOver(Handle handle, RunKey run) {
        return handle.createQuery("""
                        SELECT start_over AND state NOT IN ('PUBLISHED', 'FAILED', 'CANCELED')
                        FROM runs.run WHERE run_id = :run FOR UPDATE""")
                .bind("run", UUID.fromString(run.runId()))
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    private static AuditAction ended(RunState state) {
        return switch (state) {
            case PUBLISHED -> AuditAction.RUN_PUBLISHED;
            case FAILED -> AuditAction.RUN_FAILED;
            case CANCELED -> AuditAction.RUN_CANCELED;
            case QUEUED, RUNNING, PAUSED, AWAITING_APPROVAL ->
                throw new IllegalArgumentException("a run does not end " + state);
        };
    }

    private static void record(Handle handle, RunKey run, AuditEntry entry) {
        AuditOutbox.RUNS.write(handle, run.tenant(), entry.run(run));
    }

    /** Changes and condition are our own words and enums, never a caller's. */
    private static int update(Handle handle, RunKey run, String changes, String condition) {
        return handle.createUpdate("""
                        UPDATE runs.run SET <changes>, version = version + 1
                        WHERE run_id = :run AND <condition> AND state NOT IN ('PUBLISHED', 'FAILED', 'CANCELED')""")
                .define("changes", changes)
                .define("condition", condition)
                .bind("run", UUID.fromString(run.runId()))
                .execute();
    }
}

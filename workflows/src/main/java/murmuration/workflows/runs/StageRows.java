package murmuration.workflows.runs;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.Stage;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The stages of runs, what each computed, and the shards that they go through. */
public final class StageRows {
    private final Database database;
    private final DeploymentKey key;

    /** The rows of this database; digests are recorded under this key, as manifests show them. */
    public StageRows(Database database, DeploymentKey key) {
        this.database = database;
        this.key = key;
    }

    /** Notes that a run enters a stage; answers whether there is anything left to do in it. */
    public boolean begin(RunKey run, Stage stage, boolean again) {
        return database.inTenant(run.tenant(), handle -> {
            boolean open = handle.createUpdate("""
                                    INSERT INTO runs.stage (tenant, run_id, stage, state, started_at)
                                    VALUES (:tenant, :run, :stage, 'RUNNING', now())
                                    ON CONFLICT (tenant, run_id, stage) DO UPDATE
                                    SET state = 'RUNNING', ended_at = NULL,
                                        started_at = coalesce(runs.stage.started_at, now())
                                    WHERE :again OR runs.stage.state <> 'DONE'""")
                            .bindMap(key(run, stage.name()))
                            .bind("again", again)
                            .execute()
                    > 0;
            if (open) {
                handle.createUpdate("UPDATE runs.run SET stage = :stage, version = version + 1 WHERE run_id = :run")
                        .bindMap(key(run, stage.name()))
                        .execute();
            }
            return open;
        });
    }

    /** Notes that a run has done a stage. */
    public void finish(RunKey run, Stage stage) {
        database.useTenant(run.tenant(), handle -> {
            handle.createUpdate("""
                            UPDATE runs.stage SET state = 'DONE', ended_at = now()
                            WHERE run_id = :run AND stage = :stage""").bindMap(key(run, stage.name())).execute();
            handle.createUpdate("UPDATE runs.run SET version = version + 1 WHERE run_id = :run")
                    .bindMap(key(run, stage.name()))
                    .execute();
        });
    }

    /**
     * Follows a reset, once: forgets that the run has been at a stage and beyond, and that it has ended; answers whether this
     * did it. Whoever comes at the same time waits, so that a late one takes nothing away that is new.
     *
     * @param erase deletes what services hold, first
     */
    public boolean reopen(RunKey run, Stage from, String reset, Runnable erase) {
        List<Stage> stages = Arrays.stream(Stage.values())
                .filter(stage -> stage.compareTo(from) >= 0)
                .toList();
        return database.inTenant(run.tenant(), handle -> {
            String followed = handle.createQuery("SELECT reset FROM runs.run WHERE run_id = :run FOR UPDATE")
                    .bind("run", UUID.fromString(run.runId()))
                    .mapTo(String.class)
                    .one();
            if (followed.equals(reset)) {
                return false;
            }
            requireWhole(handle, run);
            erase.run();
            forget(handle, run, stages);
            handle.createUpdate("""
                            UPDATE runs.run SET state = 'RUNNING', desired = 'RUN', reason = '', ended_at = NULL,
                                   error_code = '', error_message = '', result_digest = '', clusters = 0,
                                   reset = :reset, version = version + 1
                            WHERE run_id = :run""")
                    .bind("run", UUID.fromString(run.runId()))
                    .bind("reset", reset)
                    .execute();
            AuditOutbox.RUNS.write(
                    handle,
                    run.tenant(),
                    AuditEntry.of(AuditAction.RUN_REOPENED).run(run).count("stages", stages.size()));
            return true;
        });
    }

    /** What is published may not go for something that cannot be computed again. */
    private static void requireWhole(Handle handle, RunKey run) {
        boolean whole = handle.createQuery("""
                        SELECT r.expired = '{}' AND d.state = 'READY'
                        FROM runs.run r JOIN runs.dataset d USING (tenant, dataset_id) WHERE r.run_id = :run""")
                .bind("run", UUID.fromString(run.runId()))
                .mapTo(Boolean.class)
                .one();
        if (!whole) {
            throw new MurmurationException(
                    ErrorCode.CONFLICT,
                    "what run " + run.runId() + " was computed from has gone by retention; start a new run");
        }
    }

    /** Whether the run has come to this stage. */
    public boolean isBegun(RunKey run, Stage stage) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery("SELECT stage FROM runs.stage WHERE run_id = :run AND stage = :stage")
                        .bind("run", UUID.fromString(run.runId()))
                        .bind("stage", stage)
                        .mapTo(String.class)
                        .findOne()
                        .isPresent());
    }

    static void forget(Handle handle, RunKey run, List<Stage> stages) {
        for (String table : List.of("stage", "progress")) {
            // the seals of a stage's levels have its name and more
            handle.createUpdate("DELETE FROM runs." + table
                            + " WHERE run_id = :run AND split_part(stage, '.', 1) IN (<stages>)")
                    .bind("run", UUID.fromString(run.runId()))
                    .bindList("stages", stages.stream().map(Stage::name).toList())
                    .execute();
        }
    }

    /** Keeps what a stage computed; a name beside the stages' own keeps what a level of one did. */
    public void seal(RunKey run, String name, StageSeal seal) {
        database.useTenant(run.tenant(), handle -> {
            int changed = handle.createUpdate("""
                INSERT INTO runs.stage (tenant, run_id, stage, state, seal)
                VALUES (:tenant, :run, :stage, 'DONE', cast(:seal AS jsonb))
                ON CONFLICT (tenant, run_id, stage) DO UPDATE SET seal = cast(:seal AS jsonb)
                WHERE runs.stage.seal IS DISTINCT FROM cast(:seal AS jsonb)""")
                    .bindMap(key(run, name))
                    .bind("seal", Json.write(seal))
                    .execute();
            // a step that is done again and comes to the same has sealed nothing
            if (changed > 0) {
                AuditOutbox.RUNS.write(
                        handle,
                        run.tenant(),
                        AuditEntry.of(AuditAction.STAGE_SEALED)
                                .run(run)
                                .digest(name, key.shown(run.tenant(), seal.digest())));
            }
        });
    }

    /** What every stage so far computed, in order of names. */
    public SequencedMap<String, StageSeal> seals(RunKey run) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery("""
                        SELECT stage, seal::text AS seal FROM runs.stage
                        WHERE run_id = :run AND seal IS NOT NULL""")
                        .bind("run", UUID.fromString(run.runId()))
                        .map((row, context) ->
                                Map.entry(row.getString("stage"), Json.read(row.getString("seal"), StageSeal.class)))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b, TreeMap::new)));
    }

    /** Who said yes to the publishing of a run. */
    public List<Approved> approvals(RunKey run) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery("""
                        SELECT approved_by, approved_at FROM runs.stage
                        WHERE run_id = :run AND approved_by IS NOT NULL""")
                        .bind("run", UUID.fromString(run.runId()))
                        .map((row, context) -> new Approved(
                                row.getString("approved_by"),
                                row.getTimestamp("approved_at").toInstant()))
                        .list());
    }

    /** Keeps how many conversations each shard of the run holds, by shard number. */
    public void shards(RunKey run, List<Integer> sizes) {
        database.useTenant(run.tenant(), handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    INSERT INTO runs.shard (tenant, run_id, shard, conversations)
                    VALUES (:tenant, :run, :shard, :conversations)
                    ON CONFLICT (tenant, run_id, shard) DO UPDATE SET conversations = :conversations""");
            for (int shard = 0; shard < sizes.size(); shard++) {
                batch.bind("tenant", run.tenant())
                        .bind("run", UUID.fromString(run.runId()))
                        .bind("shard", shard)
                        .bind("conversations", sizes.get(shard))
                        .add();
            }
            if (!sizes.isEmpty()) {
                batch.execute();
            }
        });
    }

    /** How many conversations the shards hold, from one shard on, at most so many of them. */
    public List<Integer> shards(RunKey run, int first, int limit) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery("""
                        SELECT conversations FROM runs.shard WHERE run_id = :run AND shard >= :first
                        ORDER BY shard LIMIT :limit""")
                        .bind("run", UUID.fromString(run.runId()))
                        .bind("first", first)
                        .bind("limit", limit)
                        .mapTo(Integer.class)
                        .list());
    }

    private static Map<String, Object> key(RunKey run, String stage) {
        return Map.of("tenant", run.tenant(), "run", UUID.fromString(run.runId()), "stage", stage);
    }
}

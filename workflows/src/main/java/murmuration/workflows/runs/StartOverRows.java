package murmuration.workflows.runs;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.RunKey;
import murmuration.core.RunState;
import murmuration.core.Stage;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import murmuration.runtime.DatasetLock;
import org.jdbi.v3.core.Handle;

/** Which runs have computed something of conversations that were erased since: some start over, the published ones say so. */
public final class StartOverRows {
    private final Database database;

    /** The rows of this database. */
    public StartOverRows(Database database) {
        this.database = database;
    }

    /**
     * Gives the data set the digest that it has without what was taken out. From here on no step that began before writes
     * anything, and runs that have not ended start over; one that held something of the account and was published says so.
     * Answers how many runs.
     */
    long mark(DatasetKey key, Erasure.Taken taken) {
        UUID dataset = UUID.fromString(key.datasetId());
        return database.inTenant(key.tenant(), handle -> {
            DatasetLock.change(handle, dataset);
            int changed = handle.createUpdate("""
                            UPDATE runs.dataset SET digest = :digest, erased = :erased, accounts = greatest(accounts - 1, 0)
                            WHERE dataset_id = :dataset AND digest <> :digest""")
                    .bind("digest", taken.digest())
                    .bind("erased", taken.erased())
                    .bind("dataset", dataset)
                    .execute();
            return (long) handle.createUpdate("""
                            UPDATE runs.run SET start_over = TRUE, sweep = TRUE, version = version + 1,
                                   erased_at = CASE WHEN state = 'PUBLISHED' THEN now() END
                            WHERE dataset_id = :dataset AND (run_id = ANY(:runs) OR :changed
                                  AND state NOT IN ('PUBLISHED', 'FAILED', 'CANCELED'))""")
                    .bind("dataset", dataset)
                    .bindArray(
                            "runs",
                            UUID.class,
                            taken.runs().stream().map(UUID::fromString).toList())
                    .bind("changed", changed > 0)
                    .execute();
        });
    }

    /** A run that holds something which has to go. @param shown what it shows are groups over the minimums, and stays */
    record Lost(RunKey run, RunState state, boolean shown) {}

    /** The runs over a data set of which something has to go. */
    List<Lost> lost(DatasetKey key) {
        return database.inTenant(
                key.tenant(),
                handle -> handle.createQuery("""
                        SELECT run_id, state, %s AS shown FROM runs.run r
                        WHERE dataset_id = :dataset AND sweep ORDER BY run_id""".formatted(SafetyRows.SHOWN))
                        .bind("dataset", UUID.fromString(key.datasetId()))
                        .map((row, context) -> new Lost(
                                new RunKey(key.tenant(), row.getString("run_id")),
                                RunState.valueOf(row.getString("state")),
                                row.getBoolean("shown")))
                        .list());
    }

    /** Deletes what services hold of a run, unless that has been done since; who starts it over waits. */
    void sweep(RunKey run, Runnable erase) {
        database.useTenant(run.tenant(), handle -> {
            if (held(handle, run, "sweep")) {
                erase.run();
                set(handle, run, "sweep = FALSE");
            }
        });
    }

    /**
     * Lets a run start over from its plan on, if it is to: forgets its stages and what services hold of it; answers whether
     * this did it.
     *
     * @param erase deletes what services hold, first
     */
    public boolean startOver(RunKey run, Runnable erase) {
        List<Stage> stages = Arrays.stream(Stage.values())
                .filter(stage -> stage.compareTo(Stage.PLAN) >= 0)
                .toList();
        return database.inTenant(run.tenant(), handle -> {
            if (!held(handle, run, "start_over")) {
                return false;
            }
            erase.run();
            StageRows.forget(handle, run, stages);
            SafetyRows.unapprove(handle, run);
            set(
                    handle,
                    run,
                    "start_over = FALSE, sweep = FALSE, erased_at = NULL, result_digest = '', clusters = 0,"
                            + " state = CASE WHEN state = 'AWAITING_APPROVAL' THEN 'RUNNING' ELSE state END");
            AuditOutbox.RUNS.write(
                    handle,
                    run.tenant(),
                    AuditEntry.of(AuditAction.RUN_REOPENED).run(run).count("stages", stages.size()));
            return true;
        });
    }

    /** Holds the run's row, so that nothing is computed anew that would go too. */
    private static boolean held(Handle handle, RunKey run, String column) {
        return handle.createQuery("SELECT " + column + " FROM runs.run WHERE run_id = :run FOR UPDATE")
                .bind("run", UUID.fromString(run.runId()))
                .mapTo(Boolean.class)
                .one();
    }

    private static void set(Handle handle, RunKey run, String changes) {
        handle.createUpdate("UPDATE runs.run SET " + changes + ", version = version + 1 WHERE run_id = :run")
                .bind("run", UUID.fromString(run.runId()))
                .execute();
    }
}

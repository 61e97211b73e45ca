package murmuration.workflows.runs;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.RunKey;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import murmuration.runtime.DatasetLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Which runs and data sets have been held for long enough, and what of them has gone. */
public final class RetentionRows {
    /** Never a run at work. What is published is held of a published run only. */
    private static final String DUE = """
            state IN ('PUBLISHED', 'FAILED', 'CANCELED') AND (:held <> 'RESULTS' OR state = 'PUBLISHED')
              AND NOT jsonb_exists(expired, :held) AND ended_at < now() - make_interval(secs => :seconds)""";

    private static final String AT_WORK = """
            EXISTS (SELECT FROM runs.run r WHERE r.tenant = d.tenant AND r.dataset_id = d.dataset_id
                    AND r.state NOT IN ('PUBLISHED', 'FAILED', 'CANCELED'))""";

    /** Never a data set of a run at work; but one whose deletion broke off, and what a failed import has left. */
    private static final String DUE_DATASET = """
            d.expired_at IS NULL AND (d.state = 'EXPIRED' OR d.state IN ('READY', 'FAILED')
              AND d.created_at < now() - make_interval(secs => :seconds) AND NOT %s)""".formatted(AT_WORK);

    private final Database database;

    /** The rows of this database. */
    public RetentionRows(Database database) {
        this.database = database;
    }

    /** All tenants that have data sets. */
    List<String> tenants() {
        // the view names the tenants itself, so none is asked for
        return database.inTenant(
                "",
                handle -> handle.createQuery("SELECT tenant FROM runs.tenant ORDER BY tenant")
                        .mapTo(String.class)
                        .list());
    }

    /** Takes a tenant's turn, unless it was taken within an interval; one process gets it. */
    boolean turn(String tenant, Duration interval) {
        return database.inTenant(
                tenant,
                handle -> handle.createUpdate("""
                        INSERT INTO runs.retention AS last (tenant, passed_at) VALUES (:tenant, now())
                        ON CONFLICT (tenant) DO UPDATE SET passed_at = now()
                        WHERE last.passed_at <= now() - make_interval(secs => :seconds)""")
                                .bind("tenant", tenant)
                                .bind("seconds", seconds(interval))
                                .execute()
                        > 0);
    }

    /** Runs of which something has been held for long enough, the oldest first. */
    List<RunKey> due(String tenant, Held held, Duration limit) {
        return database.inTenant(
                tenant,
                handle -> due(
                                handle.createQuery("SELECT run_id FROM runs.run WHERE " + DUE + " ORDER BY ended_at"),
                                held,
                                limit)
                        .mapTo(String.class)
                        .map(id -> new RunKey(tenant, id))
                        .list());
    }

    /**
     * Notes that something of a run has gone, once it has; answers whether this did it. The run is held meanwhile, so that
     * nobody takes it up again, and whoever comes at the same time passes it by.
     *
     * @param erase deletes it; store → items removed
     */
    boolean expire(RunKey run, Held held, Duration limit, Supplier<Map<String, Long>> erase) {
        return database.inTenant(run.tenant(), handle -> {
            boolean due = due(
                            handle.createQuery("SELECT run_id FROM runs.run WHERE run_id = :run AND " + DUE
                                            + " FOR UPDATE SKIP LOCKED")
                                    .bind("run", UUID.fromString(run.runId())),
                            held,
                            limit)
                    .mapTo(String.class)
                    .findOne()
                    .isPresent();
            if (due) {
                Map<String, Long> removed = erase.get();
                handle.createUpdate("""
                                UPDATE runs.run SET version = version + 1, expired = expired || jsonb_build_object(
                                    cast(:held AS text), to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
                                WHERE run_id = :run""")
                        .bind("held", held)
                        .bind("run", UUID.fromString(run.runId()))
                        .execute();
                AuditEntry entry =
                        AuditEntry.of(AuditAction.RUN_EXPIRED).run(run).removed(removed);
                AuditOutbox.RUNS.write(handle, run.tenant(), entry);
            }
            return due;
        });
    }

    /** Data sets whose conversations have been held for long enough, the oldest first. */
    List<DatasetKey> due(String tenant, Duration limit) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("SELECT d.dataset_id FROM runs.dataset d WHERE " + DUE_DATASET
                                + " ORDER BY d.dataset_id")
                        .bind("seconds", seconds(limit))
                        .mapTo(String.class)
                        .map(id -> new DatasetKey(tenant, id))
                        .list());
    }

    /**
     * Takes a data set out of use, so that no run starts on it, and has its published runs say that its conversations are
     * gone; answers whether they are to go.
     */
    boolean emptying(DatasetKey key, Duration limit) {
        UUID id = UUID.fromString(key.datasetId());
        return database.inTenant(key.tenant(), handle -> {
            DatasetLock.change(handle, id);
            // first held, as RunRows.insert holds it, then looked at: a run that has just been registered is seen
            handle.createQuery("SELECT state FROM runs.dataset WHERE dataset_id = :id FOR UPDATE")
                    .bind("id", id)
                    .mapTo(String.class)
                    .one();
            int changed = handle.createUpdate(
                            "UPDATE runs.dataset d SET state = 'EXPIRED' WHERE d.dataset_id = :id AND " + DUE_DATASET)
                    .bind("id", id)
                    .bind("seconds", seconds(limit))
                    .execute();
            if (changed > 0) {
                handle.createUpdate("""
                                UPDATE runs.run SET erased_at = now(), version = version + 1
                                WHERE dataset_id = :id AND state = 'PUBLISHED'""").bind("id", id).execute();
                record(handle, key, AuditEntry.of(AuditAction.DATASET_EXPIRING));
            }
            return changed > 0;
        });
    }

    /** The runs over a data set, and whether what they show are groups over the minimums, which stay. */
    SequencedMap<RunKey, Boolean> over(DatasetKey key) {
        return database.inTenant(
                key.tenant(),
                handle -> handle.createQuery("SELECT run_id, " + SafetyRows.SHOWN
                                + " AS shown FROM runs.run r WHERE dataset_id = :id" + " ORDER BY run_id")
                        .bind("id", UUID.fromString(key.datasetId()))
                        .map((row, context) ->
                                Map.entry(new RunKey(key.tenant(), row.getString("run_id")), row.getBoolean("shown")))
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b, LinkedHashMap::new)));
    }

    /** The conversations of a data set are gone, and all that was made of single ones. @param removed store → items */
    void emptied(DatasetKey key, Map<String, Long> removed) {
        database.useTenant(key.tenant(), handle -> {
            handle.createUpdate("UPDATE runs.dataset SET expired_at = now() WHERE dataset_id = :id")
                    .bind("id", UUID.fromString(key.datasetId()))
                    .execute();
            record(handle, key, AuditEntry.of(AuditAction.DATASET_EXPIRED).removed(removed));
        });
    }

    private static void record(Handle handle, DatasetKey key, AuditEntry entry) {
        AuditOutbox.RUNS.write(handle, key.tenant(), entry.dataset(UUID.fromString(key.datasetId())));
    }

    private static Query due(Query query, Held held, Duration limit) {
        return query.bind("held", held).bind("seconds", seconds(limit));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}

package murmuration.workflows.runs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.Digest;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import murmuration.runtime.Ids;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Which runs are safety runs: why, by whose wish and whose yes, and until when. */
public final class SafetyRows {
    /** Of a run {@code r}: what it shows are groups over the minimums, so that what is erased afterwards does not take it along. */
    static final String SHOWN = """
            (r.state = 'PUBLISHED'
             AND NOT EXISTS (SELECT FROM safety.run s WHERE s.tenant = r.tenant AND s.run_id = r.run_id))""";

    private final Database database;

    /** The rows of this database. */
    public SafetyRows(Database database) {
        this.database = database;
    }

    /** Registers one, in the transaction that registers the run. */
    static void insert(Handle handle, RunRows.NewRun run, SafetyRun.Terms terms) {
        handle.createUpdate("""
                        INSERT INTO safety.run (tenant, run_id, asked_by, reason, expires_at)
                        VALUES (:tenant, :run, :by, :reason, :expires)""")
                .bind("tenant", run.key().tenant())
                .bind("run", UUID.fromString(run.key().runId()))
                .bind("by", run.startedBy())
                .bind("reason", terms.reason())
                .bind("expires", Timestamp.from(terms.expiresAt()))
                .execute();
        AuditEntry asked = AuditEntry.by(run.startedBy(), AuditAction.SAFETY_ASKED)
                .dataset(UUID.fromString(run.datasetId()))
                .digest("spec", SpecDigest.of(run.spec()))
                .digest("reason", Digest.of(terms.reason()));
        record(handle, run.key(), asked);
    }

    /** Who has asked for it; empty where the run is no safety run. */
    static Optional<String> asker(Handle handle, RunKey run) {
        return handle.createQuery("SELECT asked_by FROM safety.run WHERE run_id = :run")
                .bind("run", Ids.parse(run.runId()))
                .mapTo(String.class)
                .findOne();
    }

    /**
     * Notes who has said yes, where the run is a safety run. FORBIDDEN for who has asked for it, CONFLICT once its time is
     * over; the table's own rule refuses the first, too.
     */
    static void approve(Handle handle, RunKey run, String by) {
        Optional<String> asker = asker(handle, run);
        if (asker.isEmpty()) {
            return;
        }
        if (asker.get().equals(by)) {
            throw new MurmurationException(ErrorCode.FORBIDDEN, SafetyRuns.ANOTHER);
        }
        int changed = handle.createUpdate("""
                        UPDATE safety.run SET approved_by = :by, approved_at = now()
                        WHERE run_id = :run AND expires_at > now()""")
                .bind("by", by)
                .bind("run", UUID.fromString(run.runId()))
                .execute();
        if (changed == 0) {
            throw new MurmurationException(ErrorCode.CONFLICT, "the time of the safety run is over");
        }
        record(handle, run, AuditEntry.by(by, AuditAction.SAFETY_APPROVED));
    }

    /** Forgets the yes to one that starts over: it waits for another. Nothing happens to any other run. */
    static void unapprove(Handle handle, RunKey run) {
        handle.createUpdate("UPDATE safety.run SET approved_by = NULL, approved_at = NULL WHERE run_id = :run")
                .bind("run", UUID.fromString(run.runId()))
                .execute();
    }

    /** The safety run with this id. */
    Optional<SafetyRun> byId(RunKey key) {
        return database.inTenant(
                key.tenant(),
                handle -> RunQueries.runs(handle, "r.run_id = :run AND r.run_id IN (SELECT run_id FROM safety.run)")
                        .bind("run", Ids.parse(key.runId()))
                        .map((row, context) -> RunQueries.run(row))
                        .findOne()
                        .map(run -> with(handle, run)));
    }

    /** Safety runs that are older than an id, newest first. */
    List<SafetyRun> list(String tenant, Optional<UUID> after, int limit) {
        return database.inTenant(
                tenant,
                handle -> RunQueries.runs(handle, """
                        r.run_id IN (SELECT run_id FROM safety.run)
                        AND (cast(:after AS uuid) IS NULL OR r.run_id < :after)
                        ORDER BY r.run_id DESC LIMIT :limit""")
                        .bind("after", after.orElse(null))
                        .bind("limit", limit)
                        .map((row, context) -> RunQueries.run(row))
                        .list()
                        .stream()
                        .map(run -> with(handle, run))
                        .toList());
    }

    /** Those whose time is over and that still hold something. */
    List<RunKey> due(String tenant) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("""
                        SELECT run_id FROM safety.run WHERE gone_at IS NULL AND expires_at <= now() ORDER BY run_id""")
                        .mapTo(String.class)
                        .map(id -> new RunKey(tenant, id))
                        .list());
    }

    /** Its time is over from now on, if it is not already. */
    void end(RunKey run, String askedBy) {
        database.useTenant(run.tenant(), handle -> {
            int changed = handle.createUpdate(
                            "UPDATE safety.run SET expires_at = now() WHERE run_id = :run AND expires_at > now()")
                    .bind("run", UUID.fromString(run.runId()))
                    .execute();
            if (changed > 0) {
                record(handle, run, AuditEntry.by(askedBy, AuditAction.SAFETY_ENDED));
            }
        });
    }

    /**
     * Notes that everything of one has been deleted, once it has; answers whether this did it. It is not done while the run
     * is at work. The run is held meanwhile, so that nobody takes it up again; nobody does afterwards.
     *
     * @param erase deletes it; store → items removed
     */
    boolean expire(RunKey run, Supplier<Map<String, Long>> erase) {
        // whoever is writing has written once this is over, and nobody writes afterwards
        database.useTenant(run.tenant(), handle -> RunRows.settle(handle, run));
        return database.inTenant(run.tenant(), handle -> {
            boolean due = handle.createQuery("""
                            SELECT r.run_id FROM runs.run r JOIN safety.run s ON s.tenant = r.tenant AND s.run_id = r.run_id
                            WHERE r.run_id = :run AND r.state IN ('PUBLISHED', 'FAILED', 'CANCELED')
                              AND s.gone_at IS NULL AND s.expires_at <= now() FOR UPDATE OF r SKIP LOCKED""")
                    .bind("run", UUID.fromString(run.runId()))
                    .mapTo(String.class)
                    .findOne()
                    .isPresent();
            if (due) {
                AuditEntry expired = AuditEntry.of(AuditAction.SAFETY_EXPIRED).removed(erase.get());
                handle.createUpdate("UPDATE safety.run SET gone_at = now() WHERE run_id = :run")
                        .bind("run", UUID.fromString(run.runId()))
                        .execute();
                handle.createUpdate("""
                                UPDATE runs.run SET version = version + 1, expired = expired || (
                                    SELECT jsonb_object_agg(
                                        held, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
                                    FROM unnest(:kinds) held)
                                WHERE run_id = :run""")
                        .bindArray(
                                "kinds",
                                String.class,
                                Stream.of(Held.values()).map(Enum::name).toList())
                        .bind("run", UUID.fromString(run.runId()))
                        .execute();
                record(handle, run, expired);
            }
            return due;
        });
    }

    private static SafetyRun with(Handle handle, Run run) {
        return handle.createQuery("""
                        SELECT s.*, expires_at <= now() AS over, d.state IN ('DELETING', 'DELETED') AS deleted
                        FROM safety.run s JOIN runs.run r USING (tenant, run_id) JOIN runs.dataset d USING (tenant, dataset_id)
                        WHERE s.run_id = :run""")
                .bind("run", UUID.fromString(run.key().runId()))
                .map((row, context) -> safety(run, row))
                .one();
    }

    private static SafetyRun safety(Run run, ResultSet row) throws SQLException {
        @Nullable Timestamp approved = row.getTimestamp("approved_at");
        return new SafetyRun(
                run,
                new SafetyRun.Terms(
                        row.getString("reason"), row.getTimestamp("expires_at").toInstant()),
                row.getTimestamp("asked_at").toInstant(),
                approved == null ? null : new Approved(row.getString("approved_by"), approved.toInstant()),
                row.getBoolean("over"),
                row.getBoolean("deleted"),
                DatasetRows.instant(row, "gone_at"));
    }

    private static void record(Handle handle, RunKey run, AuditEntry entry) {
        AuditOutbox.SAFETY.write(handle, run.tenant(), entry.run(run));
    }
}

package murmuration.workflows.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import murmuration.core.AuditAction;
import murmuration.runtime.AuditOutbox;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The chain's table and the outboxes that feed it; all inside a caller's transaction. */
final class AuditRows {
    private static final int FETCHED = 2_000;
    private static final String COLUMNS = "at, process, who, what, dataset_id, run_id, digests, counts";

    /** The oldest that wait, of one snapshot: what came after something else is never taken before it. */
    private static final String WAITING = Stream.of(AuditOutbox.values())
            .map(outbox -> "(SELECT '" + outbox + "' AS outbox, id, " + COLUMNS + " FROM " + outbox.table()
                    + " WHERE tenant = :tenant ORDER BY tenant, id LIMIT :most)")
            .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY at, outbox, id LIMIT :most"));

    private AuditRows() {}

    /** A record that waits in an outbox. */
    record Waiting(AuditOutbox outbox, long id, AuditRecord.Content content) {}

    /** Where the chain has come to. */
    record Head(long sequence, String hash) {
        static final Head NONE = new Head(0, AuditRecord.NOTHING);
    }

    /** Makes this transaction the only one that works on the tenant's chain and on its checkpoints. */
    static void lock(Handle handle, String tenant) {
        handle.createQuery("SELECT pg_advisory_xact_lock(hashtextextended('murmuration audit ' || :tenant, 0))")
                .bind("tenant", tenant)
                .mapTo(String.class)
                .findOne();
    }

    /** Sequences, both ends among them. */
    record Span(long from, long to) {}

    static Head head(Handle handle, String tenant) {
        return handle.createQuery(
                        "SELECT sequence, hash FROM runs.audit WHERE tenant = :tenant ORDER BY sequence DESC LIMIT 1")
                .bind("tenant", tenant)
                .map((row, context) -> new Head(row.getLong("sequence"), row.getString("hash")))
                .findOne()
                .orElse(Head.NONE);
    }

    static List<Waiting> waiting(Handle handle, String tenant, int most) {
        return handle.createQuery(WAITING)
                .bind("tenant", tenant)
                .bind("most", most)
                .map((row, context) ->
                        new Waiting(AuditOutbox.valueOf(row.getString("outbox")), row.getLong("id"), content(row)))
                .list();
    }

    /** Puts records at the end of the chain. */
    static void append(Handle handle, String tenant, List<AuditRecord> records) {
        PreparedBatch batch = handle.prepareBatch("INSERT INTO runs.audit (tenant, sequence, " + COLUMNS + """
            , hash) VALUES (:tenant, :sequence, :at, :process, :who, :what, :dataset, :run, :digests, :counts,
                    :hash)""");
        for (AuditRecord record : records) {
            batch.bind("tenant", tenant)
                    .bind("sequence", record.sequence())
                    .bindMethods(record.content())
                    .bind("dataset", id(record.content().dataset()))
                    .bind("run", id(record.content().run()))
                    .bind("hash", record.hash())
                    .add();
        }
        batch.execute();
    }

    /** Takes what has been chained out of the outboxes. */
    static void taken(Handle handle, String tenant, List<Waiting> chained) {
        SequencedMap<AuditOutbox, List<Long>> ids = new TreeMap<>();
        chained.forEach(one ->
                ids.computeIfAbsent(one.outbox(), outbox -> new ArrayList<>()).add(one.id()));
        ids.forEach((outbox, taken) -> handle.createUpdate(
                        "DELETE FROM " + outbox.table() + " WHERE tenant = :tenant AND id = ANY(:ids)")
                .bind("tenant", tenant)
                .bindArray("ids", Long.class, taken)
                .execute());
    }

    /** Whether anything but checkpoints has been recorded after a sequence. */
    static boolean anythingAfter(Handle handle, String tenant, long sequence) {
        return handle.createQuery("""
            SELECT EXISTS (SELECT FROM runs.audit
                           WHERE tenant = :tenant AND sequence > :sequence
                             AND (what <> :checkpoint OR process <> :signer))""")
                .bind("tenant", tenant)
                .bind("sequence", sequence)
                .bind("checkpoint", AuditAction.CHECKPOINT_MADE)
                .bind("signer", AuditRecord.Content.SIGNER)
                .mapTo(Boolean.class)
                .one();
    }

    /** Goes through the records of these sequences, in their order, without holding them all. */
    static <T> T each(Handle handle, String tenant, Span span, Function<Stream<AuditRecord>, T> use) {
        try (Stream<AuditRecord> records = handle
                .createQuery("SELECT sequence, " + COLUMNS + """
                     , hash FROM runs.audit WHERE tenant = :tenant AND sequence BETWEEN :from AND :to
                    ORDER BY tenant, sequence""")
                .bind("tenant", tenant)
                .bind("from", span.from())
                .bind("to", span.to())
                .setFetchSize(FETCHED)
                .map((row, context) -> record(row))
                .stream()) {
            return use.apply(records);
        }
    }

    /** Records after a sequence, of a run or of all. */
    static List<AuditRecord> page(Handle handle, String tenant, Optional<UUID> run, long after, int limit) {
        return handle.createQuery("SELECT sequence, " + COLUMNS + """
             , hash FROM runs.audit
            WHERE tenant = :tenant AND sequence > :after AND (cast(:run AS uuid) IS NULL OR run_id = :run)
            ORDER BY sequence LIMIT :limit""")
                .bind("tenant", tenant)
                .bind("after", after)
                .bind("run", run.orElse(null))
                .bind("limit", limit)
                .map((row, context) -> record(row))
                .list();
    }

    /** Tenants of whom something waits, or that have a chain. */
    static List<String> tenants(Handle handle, boolean waitingOnly) {
        return handle.createQuery("SELECT tenant FROM " + (waitingOnly ? "runs.audit_waiting" : "runs.audit_tenant"))
                .mapTo(String.class)
                .list();
    }

    private static AuditRecord record(ResultSet row) throws SQLException {
        return new AuditRecord(row.getLong("sequence"), content(row), text(row, "hash"));
    }

    private static AuditRecord.Content content(ResultSet row) throws SQLException {
        return new AuditRecord.Content(
                Objects.requireNonNullElse(row.getObject("at", OffsetDateTime.class), OffsetDateTime.MIN),
                text(row, "process"),
                text(row, "who"),
                text(row, "what"),
                orEmpty(row.getString("dataset_id")),
                orEmpty(row.getString("run_id")),
                text(row, "digests"),
                text(row, "counts"));
    }

    /** What is null, which an owner of the database can make it, is no text that a row can hold. */
    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "\0");
    }

    private static String orEmpty(@Nullable String id) {
        return id == null ? "" : id;
    }

    private static @Nullable UUID id(String text) {
        return text.isEmpty() ? null : UUID.fromString(text);
    }
}

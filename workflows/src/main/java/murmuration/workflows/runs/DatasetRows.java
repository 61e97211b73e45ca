package murmuration.workflows.runs;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import murmuration.runtime.DatasetLock;
import murmuration.runtime.Ids;
import murmuration.runtime.Json;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of data sets. */
public final class DatasetRows {
    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private final Database database;

    /** The rows of this database. */
    public DatasetRows(Database database) {
        this.database = database;
    }

    /** By what a wish is known when it comes again. @param idempotencyKey null where the caller has none */
    record Known(String identity, @Nullable String idempotencyKey, String askedBy) {}

    /**
     * Registers a data set to be imported; answers whether it did. It does not where its idempotency key has been used,
     * nor where one of the same name, content and settings is ready or being imported.
     */
    boolean insert(DatasetKey key, String name, Dataset.Source source, Known known) {
        return database.inTenant(key.tenant(), handle -> {
            boolean first = handle.createUpdate("""
                                INSERT INTO runs.dataset (tenant, dataset_id, name, uri, format, metadata_keys, state,
                                                          identity, idempotency_key)
                                VALUES (:tenant, :id, :name, :uri, :format, :keys, 'IMPORTING', :identity,
                                        :idempotency)
                                ON CONFLICT DO NOTHING""")
                            .bind("tenant", key.tenant())
                            .bind("id", UUID.fromString(key.datasetId()))
                            .bind("name", name)
                            .bind("uri", source.uri())
                            .bind("format", source.format())
                            .bindArray("keys", String.class, source.metadataKeys())
                            .bind("identity", known.identity())
                            .bind("idempotency", known.idempotencyKey())
                            .execute()
                    > 0;
            if (first) {
                record(handle, key, AuditEntry.by(known.askedBy(), AuditAction.DATASET_ASKED));
            }
            return first;
        });
    }

    /** The data set with this id, deleted or not. */
    public Optional<Dataset> byId(DatasetKey key) {
        return database.inTenant(
                key.tenant(),
                handle -> handle.createQuery("SELECT * FROM runs.dataset WHERE dataset_id = :id")
                        .bind("id", Ids.parse(key.datasetId()))
                        .map((row, context) -> dataset(row))
                        .findOne());
    }

    /** The data set that was registered under this key. */
    Optional<Dataset> byIdempotencyKey(String tenant, String idempotencyKey) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("SELECT * FROM runs.dataset WHERE idempotency_key = :key")
                        .bind("key", idempotencyKey)
                        .map((row, context) -> dataset(row))
                        .findOne());
    }

    /** The one of this name, content and settings that is ready or being imported. */
    Optional<Dataset> same(String tenant, String name, Dataset.Source source, String identity) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("""
                        SELECT * FROM runs.dataset
                        WHERE name = :name AND identity = :identity AND format = :format AND metadata_keys = cast(:keys AS text[])
                          AND state IN ('IMPORTING', 'READY')""")
                        .bind("name", name)
                        .bind("identity", identity)
                        .bind("format", source.format())
                        .bindArray("keys", String.class, source.metadataKeys())
                        .map((row, context) -> dataset(row))
                        .findOne());
    }

    /** The newest one of this name: of those that are ready, else of those that are not deleted. */
    Optional<Dataset> byName(String tenant, String name) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("""
                        SELECT * FROM runs.dataset WHERE name = :name AND state <> 'DELETED'
                        ORDER BY state = 'READY' DESC, dataset_id DESC LIMIT 1""")
                        .bind("name", name)
                        .map((row, context) -> dataset(row))
                        .findOne());
    }

    /** Those that are not deleted and older than an id, newest first. */
    List<Dataset> list(String tenant, Optional<UUID> after, int limit) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("""
                        SELECT * FROM runs.dataset
                        WHERE state <> 'DELETED' AND (cast(:after AS uuid) IS NULL OR dataset_id < :after)
                        ORDER BY dataset_id DESC LIMIT :limit""")
                        .bind("after", after.orElse(null))
                        .bind("limit", limit)
                        .map((row, context) -> dataset(row))
                        .list());
    }

    /** Notes how far an import is; answers whether it is still wanted. */
    public boolean progress(DatasetKey key, long records) {
        return database.inTenant(
                key.tenant(),
                handle -> handle.createUpdate("""
                                UPDATE runs.dataset SET progress = greatest(progress, :records)
                                WHERE dataset_id = :id AND state = 'IMPORTING'""")
                                .bind("records", records)
                                .bind("id", UUID.fromString(key.datasetId()))
                                .execute()
                        > 0);
    }

    /** The import is done. */
    public void ready(DatasetKey key, Dataset.Contents contents) {
        database.useTenant(key.tenant(), handle -> {
            int changed = handle.createUpdate("""
                        UPDATE runs.dataset SET state = 'READY', digest = :digest, conversations = :conversations,
                               accounts = :accounts, without_account = :withoutAccount, shards = :shards,
                               formats = cast(:formatsJson AS jsonb), quarantined = cast(:quarantinedJson AS jsonb),
                               faults = cast(:faultsJson AS jsonb), first_at = :firstAt, last_at = :lastAt,
                               size_bytes = :sizeBytes, progress = :conversations
                        WHERE dataset_id = :id AND state = 'IMPORTING'""")
                    .bindMethods(contents)
                    .bind("formatsJson", Json.write(contents.formats()))
                    .bind("quarantinedJson", Json.write(contents.quarantined()))
                    .bind("faultsJson", Json.write(contents.faults()))
                    .bind("id", UUID.fromString(key.datasetId()))
                    .execute();
            if (changed > 0) {
                AuditEntry imported = AuditEntry.of(AuditAction.DATASET_IMPORTED)
                        .digest("dataset", contents.digest())
                        .count("shards", contents.shards());
                record(handle, key, imported);
            }
        });
    }

    /** The import has failed. */
    public void failed(DatasetKey key, Failure failure) {
        database.useTenant(key.tenant(), handle -> {
            int changed = handle.createUpdate("""
                        UPDATE runs.dataset SET state = 'FAILED', error_code = :code, error_message = :message
                        WHERE dataset_id = :id AND state = 'IMPORTING'""")
                    .bind("code", failure.code())
                    .bind("message", failure.message())
                    .bind("id", UUID.fromString(key.datasetId()))
                    .execute();
            if (changed > 0) {
                record(handle, key, AuditEntry.of(AuditAction.DATASET_FAILED));
            }
        });
    }

    /**
     * Takes the data set out of use; refused while it is imported or a run on it has not ended. A run that starts at the
     * same time is seen here, or sees this: {@link RunRows#insert} holds the row too.
     */
    Dataset deleting(DatasetKey key, String askedBy) {
        return database.inTenant(key.tenant(), handle -> {
            UUID id = Ids.parse(key.datasetId());
            // what a step that is late has written is deleted with the rest, and it writes nothing afterwards
            DatasetLock.change(handle, id);
            Dataset dataset = handle.createQuery("SELECT * FROM runs.dataset WHERE dataset_id = :id FOR UPDATE")
                    .bind("id", id)
                    .map((row, context) -> dataset(row))
                    .findOne()
                    .orElseThrow(
                            () -> new MurmurationException(ErrorCode.NOT_FOUND, "there is no data set with that id"));
            if (dataset.state() == DatasetState.IMPORTING) {
                throw new MurmurationException(ErrorCode.CONFLICT, "the data set is being imported");
            }
            RunQueries.unfinished(handle, id).ifPresent(run -> {
                throw new MurmurationException(
                        ErrorCode.CONFLICT,
                        "run " + run
                                + " on the data set has not ended: cancel it first, or have it ended if it is a safety run");
            });
            handle.createUpdate("UPDATE runs.dataset SET state = 'DELETING' WHERE dataset_id = :id")
                    .bind("id", id)
                    .execute();
            record(handle, key, AuditEntry.by(askedBy, AuditAction.DATASET_DELETING));
            return dataset;
        });
    }

    /** Those that are out of use and whose deletion has not come to its end, of every tenant. */
    List<Dataset> halfDeleted() {
        // the view names the tenants itself, so none is asked for
        List<String> tenants = database.inTenant(
                "",
                handle -> handle.createQuery("SELECT tenant FROM runs.tenant ORDER BY tenant")
                        .mapTo(String.class)
                        .list());
        return tenants.stream().flatMap(tenant -> halfDeleted(tenant).stream()).toList();
    }

    private List<Dataset> halfDeleted(String tenant) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("SELECT * FROM runs.dataset WHERE state = 'DELETING' ORDER BY dataset_id")
                        .map((row, context) -> dataset(row))
                        .list());
    }

    /**
     * Deletes what a data set that is out of use holds, and notes that this is done; its row stays, for the runs that
     * name it. Answers what was removed; empty where somebody else is at it. It may take hours, in which no table is
     * locked: a migration would wait for that, and everybody else behind the migration.
     *
     * @param erase deletes it; store → items removed
     */
    Optional<Map<String, Long>> delete(DatasetKey key, Supplier<Map<String, Long>> erase) {
        UUID id = UUID.fromString(key.datasetId());
        return database.inTenant(key.tenant(), handle -> {
            boolean alone = handle.createQuery("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
                    .bind("name", "murmuration deletion " + id)
                    .mapTo(Boolean.class)
                    .one();
            if (!alone) {
                return Optional.empty();
            }
            Map<String, Long> removed = erase.get();
            int changed = handle.createUpdate(
                            "UPDATE runs.dataset SET state = 'DELETED' WHERE dataset_id = :id AND state = 'DELETING'")
                    .bind("id", id)
                    .execute();
            if (changed > 0) {
                record(handle, key, AuditEntry.of(AuditAction.DATASET_DELETED).removed(removed));
            }
            return Optional.of(removed);
        });
    }

    /** An account is about to be taken out of the data set; refused where that is not imported, or is no more. */
    void erasingAccount(DatasetKey key, String askedBy) {
        database.useTenant(key.tenant(), handle -> {
            DatasetState state = handle.createQuery("SELECT state FROM runs.dataset WHERE dataset_id = :id")
                    .bind("id", Ids.parse(key.datasetId()))
                    .mapTo(DatasetState.class)
                    .findOne()
                    .orElseThrow(
                            () -> new MurmurationException(ErrorCode.NOT_FOUND, "there is no data set with that id"));
            if (state != DatasetState.READY) {
                throw new MurmurationException(
                        ErrorCode.CONFLICT,
                        "the data set is " + state
                                + "; an account can be erased from one that is READY, any other can be" + " deleted");
            }
            record(handle, key, AuditEntry.by(askedBy, AuditAction.ACCOUNT_ERASING));
        });
    }

    /** An account has been taken out, of the data set and of what was made of it. @param removed store → items */
    void accountErased(DatasetKey key, Map<String, Long> removed) {
        database.useTenant(
                key.tenant(),
                handle -> record(
                        handle, key, AuditEntry.of(AuditAction.ACCOUNT_ERASED).removed(removed)));
    }

    private static void record(Handle handle, DatasetKey key, AuditEntry entry) {
        AuditOutbox.RUNS.write(handle, key.tenant(), entry.dataset(UUID.fromString(key.datasetId())));
    }

    private static Dataset dataset(ResultSet row) throws SQLException {
        return new Dataset(
                new DatasetKey(row.getString("tenant"), row.getString("dataset_id")),
                row.getString("name"),
                new Dataset.Source(row.getString("uri"), row.getString("format"), List.of((String[])
                        row.getArray("metadata_keys").getArray())),
                DatasetState.valueOf(row.getString("state")),
                contents(row),
                row.getLong("progress"),
                new Failure(row.getString("error_code"), row.getString("error_message")),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "expired_at"));
    }

    private static Dataset.Contents contents(ResultSet row) throws SQLException {
        return new Dataset.Contents(
                row.getString("digest"),
                row.getLong("conversations"),
                row.getLong("accounts"),
                row.getLong("without_account"),
                row.getInt("shards"),
                Json.read(row.getString("formats"), COUNTS),
                Json.read(row.getString("quarantined"), COUNTS),
                Json.read(row.getString("faults"), TEXTS),
                instant(row, "first_at"),
                instant(row, "last_at"),
                row.getLong("size_bytes"),
                row.getLong("erased"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        @Nullable Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}

package murmuration.gateway.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Keys and sessions; the gateway's own table. */
final class KeyRows {
    private final Database database;

    KeyRows(Database database) {
        this.database = database;
    }

    /**
     * A key to be kept.
     *
     * @param session a browser's, which is not listed
     * @param parent the key that a session ends with
     */
    record New(
            ApiKey key,
            Principal holder,
            boolean session,
            @Nullable String parent,
            String createdBy,
            Optional<Instant> expires) {}

    /** A key that is good now. */
    record Found(
            Principal holder,
            byte[] hash,
            boolean session,
            @Nullable Instant expires,
            boolean usedThisHour) {}

    /** Keeps a key, which is recorded, or a session, and forgets the sessions that are over. */
    void insert(New row) {
        String tenant = row.holder().tenant();
        database.useTenant(tenant, handle -> {
            if (row.session()) {
                handle.execute("DELETE FROM access.key WHERE session AND expires_at < now()");
            }
            handle.createUpdate("""
                    INSERT INTO access.key (tenant, key_id, name, role, hash, session, parent, created_by, expires_at)
                    VALUES (:tenant, :id, :name, :role, :hash, :session, :parent, :by, :expires)""")
                    .bind("tenant", tenant)
                    .bind("id", row.key().id())
                    .bind("name", row.holder().name())
                    .bind("role", row.holder().role().word())
                    .bind("hash", row.key().hash())
                    .bind("session", row.session())
                    .bind("parent", row.parent())
                    .bind("by", row.createdBy())
                    .bind(
                            "expires",
                            row.expires()
                                    .map(time -> time.atOffset(ZoneOffset.UTC))
                                    .orElse(null))
                    .execute();
            if (!row.session()) {
                record(handle, row.holder(), row.key().id(), AuditEntry.by(row.createdBy(), AuditAction.KEY_MADE));
            }
        });
    }

    /** The key of this id, of whatever tenant, while it is good. */
    Optional<Found> find(String id) {
        // of no tenant yet
        return database.inTenant(
                "",
                handle -> handle.createQuery("SELECT * FROM access.find(:id)")
                        .bind("id", id)
                        .map((row, context) -> found(row))
                        .findOne());
    }

    /** Notes the hour of its use. */
    void used(String tenant, String id) {
        database.useTenant(
                tenant,
                handle -> handle.createUpdate(
                                "UPDATE access.key SET used_at = date_trunc('hour', now()) WHERE key_id = :id")
                        .bind("id", id)
                        .execute());
    }

    /** A tenant's keys, the newest first, from behind one on; empty for the first ones. */
    List<KeyView> list(String tenant, String after, int limit) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("""
                        SELECT * FROM access.key k WHERE NOT session AND (:after = '' OR EXISTS (
                            SELECT FROM access.key a WHERE a.key_id = :after
                              AND (a.created_at > k.created_at OR a.created_at = k.created_at AND a.key_id < k.key_id)))
                        ORDER BY created_at DESC, key_id LIMIT :limit""")
                        .bind("after", after)
                        .bind("limit", limit)
                        .map((row, context) -> view(row))
                        .list());
    }

    /** One of a tenant's keys. */
    Optional<KeyView> key(String tenant, String id) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("SELECT * FROM access.key WHERE key_id = :id")
                        .bind("id", id)
                        .map((row, context) -> view(row))
                        .findOne());
    }

    /** Makes a key good for nothing any more; it stays in the list. That of a key is recorded, of a session not. */
    void revoke(String tenant, String id, String revokedBy) {
        database.useTenant(
                tenant,
                handle -> handle.createQuery("""
                        WITH revoked AS (
                            UPDATE access.key SET revoked_at = now() WHERE key_id = :id AND revoked_at IS NULL
                            RETURNING tenant, name, role, session
                        ) SELECT tenant, name, role FROM revoked WHERE NOT session""")
                        .bind("id", id)
                        .map((row, context) -> holder(row))
                        .findOne()
                        .ifPresent(holder ->
                                record(handle, holder, id, AuditEntry.by(revokedBy, AuditAction.KEY_REVOKED))));
    }

    /** In the transaction that does it, which the database does not commit without. */
    private static void record(Handle handle, Principal holder, String key, AuditEntry entry) {
        AuditOutbox.ACCESS.write(
                handle,
                holder.tenant(),
                entry.digest("key", key).count("role." + holder.role().word(), 1));
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(
                holder(row),
                row.getBytes("hash"),
                row.getBoolean("session"),
                instant(row, "expires_at"),
                row.getBoolean("used_this_hour"));
    }

    private static Principal holder(ResultSet row) throws SQLException {
        return new Principal(row.getString("tenant"), row.getString("name"), Role.of(row.getString("role")));
    }

    private static KeyView view(ResultSet row) throws SQLException {
        return new KeyView(
                row.getString("key_id"),
                row.getString("name"),
                row.getString("role"),
                null,
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant().toString(),
                text(instant(row, "used_at")),
                text(instant(row, "expires_at")),
                text(instant(row, "revoked_at")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        @Nullable Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}

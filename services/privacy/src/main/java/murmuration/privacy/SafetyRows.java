package murmuration.privacy;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.Digest;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What safety runs show, each time with a record of who has read it (docs/decisions/0035). */
final class SafetyRows {
    private static final int BATCH = 1_000;
    private static final int MOST = 1_000;

    private final Database database;

    SafetyRows(Database database) {
        this.database = database;
    }

    /**
     * A cluster with its exact size.
     *
     * @param parentId empty at the top
     */
    record Shown(
            String id,
            int level,
            String parentId,
            String name,
            String description,
            long conversations,
            long accounts) {}

    /** A conversation, and who is behind it. */
    record Member(String conversation, String account) {}

    /** Clusters, or one and the conversations in it. */
    record Page(List<Shown> clusters, List<Member> members) {
        Page {
            clusters = List.copyOf(clusters);
            members = List.copyOf(members);
        }
    }

    /** What is asked for. @param clusterId empty: all clusters */
    record Reading(String by, String clusterId, long after, int limit) {}

    /**
     * Whether minimums and audit do not count for a run: for none but a safety run. PRIVACY_REFUSED for one that nobody else
     * has approved, or whose time is over.
     */
    boolean lifts(RunKey run) {
        return database.inTenant(run.tenant(), handle -> {
            boolean safety = exists(handle, run, "TRUE");
            if (safety) {
                requireStanding(handle, run);
            }
            return safety;
        });
    }

    /** Replaces what a run shows; refused unless another person has approved it and its time is not over. */
    void replace(RunKey run, List<Shown> clusters) {
        database.useTenant(run.tenant(), handle -> {
            requireStanding(handle, run);
            delete(handle, run);
            insert(handle, run, clusters);
            handle.createUpdate("""
                            INSERT INTO safety.member (tenant, run_id, cluster_id, conversation_id, account)
                            SELECT a.tenant, a.run_id, k.cluster_id, c.conversation_id, c.account
                            FROM clusters.assignment a
                            JOIN clusters.cluster k ON k.tenant = a.tenant AND k.run_id = a.run_id AND k.level = 0 AND k.k = a.k
                            JOIN facets.conversation c
                              ON (c.tenant, c.run_id, c.shard, c.position) = (a.tenant, a.run_id, a.shard, a.position)
                            WHERE a.run_id = :run ON CONFLICT DO NOTHING""").bind("run", UUID.fromString(run.runId())).execute();
            AuditEntry shown = AuditEntry.of(AuditAction.SAFETY_SHOWN).run(run);
            AuditOutbox.SAFETY.write(handle, run.tenant(), shown);
        });
    }

    /** Reads, and records it in the same transaction; empty where there is nothing to show, not yet or no more. */
    Optional<Page> read(RunKey run, Reading reading) {
        MurmurationException.require(
                reading.limit() >= 1 && reading.limit() <= MOST && reading.after() >= 0,
                "a page has 1 to %d rows, from 0 on",
                MOST);
        return database.inTenant(run.tenant(), handle -> {
            boolean all = reading.clusterId().isEmpty();
            List<Shown> clusters = clusters(handle, run, reading);
            boolean nothing = clusters.isEmpty() && (!all || reading.after() == 0);
            if (nothing || !stands(handle, run)) {
                return Optional.empty();
            }
            Page page = new Page(clusters, all ? List.of() : members(handle, run, reading));
            AuditEntry read = AuditEntry.by(reading.by(), AuditAction.SAFETY_READ)
                    .run(run)
                    .digest("cluster", all ? "" : Digest.of(reading.clusterId()));
            AuditOutbox.SAFETY.write(handle, run.tenant(), read);
            return Optional.of(page);
        });
    }

    /** Deletes what a run shows; rows. */
    long erase(RunKey run) {
        return database.inTenant(run.tenant(), handle -> delete(handle, run));
    }

    private static void requireStanding(Handle handle, RunKey run) {
        if (!stands(handle, run)) {
            throw new MurmurationException(
                    ErrorCode.PRIVACY_REFUSED, "safety run " + run.runId() + " is not approved, or its time is over");
        }
    }

    private static boolean stands(Handle handle, RunKey run) {
        return exists(handle, run, "approved_at IS NOT NULL AND expires_at > now()");
    }

    /** The condition is our own words, never a caller's. */
    private static boolean exists(Handle handle, RunKey run, String condition) {
        return handle.createQuery("SELECT EXISTS (SELECT FROM safety.run WHERE run_id = :run AND <condition>)")
                .define("condition", condition)
                .bind("run", UUID.fromString(run.runId()))
                .mapTo(Boolean.class)
                .one();
    }

    private static void insert(Handle handle, RunKey run, List<Shown> clusters) {
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO safety.cluster
                    (tenant, run_id, cluster_id, level, parent_id, name, description, conversations, accounts)
                VALUES (:tenant, :run, :id, :level, nullif(:parentId, ''), :name, :description, :conversations, :accounts)
                """);
        for (Shown cluster : clusters) {
            batch.bind("tenant", run.tenant())
                    .bind("run", UUID.fromString(run.runId()))
                    .bind("id", cluster.id())
                    .bind("level", cluster.level())
                    .bind("parentId", cluster.parentId())
                    .bind("name", cluster.name())
                    .bind("description", cluster.description())
                    .bind("conversations", cluster.conversations())
                    .bind("accounts", cluster.accounts())
                    .add();
            if (batch.size() >= BATCH) {
                batch.execute();
            }
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    private static List<Shown> clusters(Handle handle, RunKey run, Reading reading) {
        boolean all = reading.clusterId().isEmpty();
        return handle.createQuery("""
                        SELECT * FROM safety.cluster WHERE run_id = :run AND (:all OR cluster_id = :id)
                        ORDER BY level DESC, conversations DESC, cluster_id OFFSET :after LIMIT :limit""")
                .bind("run", UUID.fromString(run.runId()))
                .bind("all", all)
                .bind("id", reading.clusterId())
                .bind("after", all ? reading.after() : 0)
                .bind("limit", reading.limit())
                .map((row, context) -> new Shown(
                        row.getString("cluster_id"),
                        row.getInt("level"),
                        Optional.ofNullable(row.getString("parent_id")).orElse(""),
                        row.getString("name"),
                        row.getString("description"),
                        row.getLong("conversations"),
                        row.getLong("accounts")))
                .list();
    }

    private static List<Member> members(Handle handle, RunKey run, Reading reading) {
        return handle.createQuery("""
                        SELECT conversation_id, account FROM safety.member WHERE run_id = :run AND cluster_id = :id
                        ORDER BY conversation_id OFFSET :after LIMIT :limit""")
                .bind("run", UUID.fromString(run.runId()))
                .bind("id", reading.clusterId())
                .bind("after", reading.after())
                .bind("limit", reading.limit())
                .map((row, context) -> new Member(row.getString("conversation_id"), row.getString("account")))
                .list();
    }

    private static long delete(Handle handle, RunKey run) {
        long rows = 0;
        for (String table : List.of("safety.member", "safety.cluster")) {
            rows += handle.createUpdate("DELETE FROM " + table + " WHERE run_id = :run")
                    .bind("run", UUID.fromString(run.runId()))
                    .execute();
        }
        return rows;
    }
}

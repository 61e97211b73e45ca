package murmuration.models;

import java.util.Map;
import java.util.UUID;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.RunKey;
import murmuration.runtime.Assignment;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import org.jdbi.v3.core.Handle;

/** Replies as rows of the service that asked, under a key that tells nothing, and encrypted. */
public final class ReplyRows {
    private final Database database;
    private final DeploymentKey deployment;
    private final String table;

    /** @param table the service's own, {@code schema.name}; its uses are in {@code schema.name_use} */
    public ReplyRows(Database database, DeploymentKey deployment, String table) {
        this.database = database;
        this.deployment = deployment;
        this.table = table;
    }

    /** The replies that this run may use, and where it keeps its own. @param cashier books what they cost */
    public ReplyStore of(Assignment run, Cashier cashier) {
        return new RunReplyRows(run, cashier, database, deployment, table);
    }

    /** What a run has asked so far. */
    public Usage usage(RunKey run) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery("""
                        SELECT (SELECT count(DISTINCT key) FROM %s_use WHERE run_id = :run::uuid) AS answers,
                               count(*) AS paid, coalesce(sum(input_tokens), 0) AS input,
                               coalesce(sum(output_tokens), 0) AS output
                        FROM %s WHERE run_id = :run::uuid""".formatted(table, table))
                        .bind("run", run.runId())
                        .map((row, context) -> new Usage(
                                row.getLong("answers"),
                                row.getLong("paid"),
                                row.getLong("input"),
                                row.getLong("output")))
                        .one());
    }

    /** Deletes a run's uses, and what no other run has used, and records it; answers how many uses. */
    public long erase(RunKey run) {
        return database.inTenant(run.tenant(), handle -> {
            long uses = erase(handle, table, "run_id", UUID.fromString(run.runId()));
            AuditEntry erased = AuditEntry.of(AuditAction.ERASED).run(run).removed(Map.of(table + "_use", uses));
            AuditOutbox.of(table).write(handle, run.tenant(), erased);
            return uses;
        });
    }

    /**
     * Deletes the uses of one account's conversations of a data set, and what nobody else has used; answers how many uses.
     * The same may have been asked about somebody else who said the same, and stays then.
     */
    public static long eraseAccount(Handle handle, String table, UUID dataset, UUID account) {
        handle.createUpdate("""
                        DELETE FROM %s r
                        WHERE EXISTS (SELECT FROM %s_use u
                                      WHERE u.key = r.key AND u.dataset_id = :dataset AND u.account = :account)
                          AND NOT EXISTS (SELECT FROM %s_use u
                                          WHERE u.key = r.key AND (u.dataset_id <> :dataset
                                                                   OR u.account IS DISTINCT FROM :account))""".formatted(table, table, table))
                .bind("dataset", dataset)
                .bind("account", account)
                .execute();
        return handle.createUpdate(
                        "DELETE FROM %s_use WHERE dataset_id = :dataset AND account = :account".formatted(table))
                .bind("dataset", dataset)
                .bind("account", account)
                .execute();
    }

    /**
     * Deletes the uses of one owner, and what no other owner has used; answers how many uses.
     *
     * @param owner the column of the uses that names it: {@code run_id} or {@code dataset_id}
     */
    public static long erase(Handle handle, String table, String owner, UUID id) {
        handle.createUpdate("""
                        DELETE FROM %s r
                        WHERE EXISTS (SELECT FROM %s_use u WHERE u.key = r.key AND u.%s = :id)
                          AND NOT EXISTS (SELECT FROM %s_use u WHERE u.key = r.key AND u.%s <> :id)""".formatted(table, table, owner, table, owner))
                .bind("id", id)
                .execute();
        return handle.createUpdate("DELETE FROM %s_use WHERE %s = :id".formatted(table, owner))
                .bind("id", id)
                .execute();
    }
}

package murmuration.runtime;

import java.util.Locale;
import murmuration.core.AuditEntry;
import org.jdbi.v3.core.Handle;

/**
 * Where the services leave audit records: one table for each schema, into which a role may insert and nothing else. The
 * database says when it was written, and under which process's role.
 */
public enum AuditOutbox {
    FACETS,
    VECTORS,
    CLUSTERS,
    PUBLISHED,
    RUNS,
    ACCESS,
    /** Of safety runs, which have a chain of their own. */
    SAFETY;

    private static final String SAFETY_CHAIN = ".safety";

    /** The outbox of a table's schema. */
    public static AuditOutbox of(String table) {
        return valueOf(table.substring(0, table.indexOf('.')).toUpperCase(Locale.ROOT));
    }

    /** Its table. */
    public String table() {
        return name().toLowerCase(Locale.ROOT) + ".audit_outbox";
    }

    /** The chain of a tenant's safety runs, as chains are named: another than any tenant's. */
    public static String safetyChain(String tenant) {
        return tenant + SAFETY_CHAIN;
    }

    /** Leaves a record in the transaction that does what it records: neither is there without the other. */
    public void write(Handle handle, String tenant, AuditEntry entry) {
        handle.createUpdate("INSERT INTO " + table() + """
             (tenant, who, what, dataset_id, run_id, digests, counts)
            VALUES (:tenant, :who, :what, :dataset, :run, :digests, :counts)""")
                .bind("tenant", this == SAFETY ? safetyChain(tenant) : tenant)
                .bind("who", entry.who())
                .bind("what", entry.what().name())
                .bind("dataset", entry.dataset())
                .bind("run", entry.run())
                .bind("digests", Json.write(entry.digests()))
                .bind("counts", Json.write(entry.counts()))
                .execute();
    }
}

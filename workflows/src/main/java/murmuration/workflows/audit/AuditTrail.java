package murmuration.workflows.audit;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;

/** The audit as it is asked for: its records, its checkpoints, and whether it holds. */
public final class AuditTrail {
    private final Database database;
    private final CheckpointFolder folder;
    private final CheckpointKeys keys;
    private final Verification verification;

    /** The chains of this database, and the checkpoints of this folder. */
    public AuditTrail(Database database, CheckpointFolder folder, CheckpointKeys keys) {
        this.database = database;
        this.folder = folder;
        this.keys = keys;
        this.verification = new Verification(database, folder, keys);
    }

    /** Who chains and signs for it. @param batch records of one transaction */
    public AuditKeeper keeper(int batch, Duration checkpointEvery) {
        return new AuditKeeper(
                database,
                new Sequencer(database, batch),
                new Checkpoints(database, folder, keys, checkpointEvery, Clock.systemUTC()));
    }

    /** Records after a sequence, oldest first. @param run of this run only */
    public List<AuditRecord> records(String tenant, Optional<UUID> run, long after, int limit) {
        return database.inTenant(tenant, handle -> AuditRows.page(handle, tenant, run, after, limit));
    }

    /** Checkpoints after a number, oldest first. */
    public List<Checkpoint> checkpoints(String tenant, long after, int limit) {
        return folder.after(tenant, after, limit);
    }

    /** Public half of the key that signs: X.509, base64. */
    public String publicKey() {
        return keys.publicKey();
    }

    /** Checks all of it, and records who asked for it and what was found. @param known a record that must be there */
    public AuditReport verify(String tenant, String askedBy, KnownRecord known) {
        AuditReport report = verification.verify(tenant, known);
        AuditEntry verified = AuditEntry.by(askedBy, AuditAction.AUDIT_VERIFIED)
                .digest("head", report.head())
                .count("records", report.records())
                .count("faults", report.fault().isPresent() ? 1 : 0);
        database.useTenant(tenant, handle -> AuditOutbox.RUNS.write(handle, tenant, verified));
        return report;
    }
}

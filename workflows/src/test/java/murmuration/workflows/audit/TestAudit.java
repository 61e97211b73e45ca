package murmuration.workflows.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.Digest;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import murmuration.runtime.TestDatabase;
import org.jdbi.v3.core.Handle;

/** An audit with a folder of checkpoints and a key of its own, and what the owner of its database can do to it. */
public final class TestAudit {
    static final String TENANT = "default";
    static final UUID RUN = UUID.fromString("0199aaaa-0000-7000-8000-000000000001");

    private static final TestDatabase POSTGRES = TestDatabase.create();

    private final Database workflows = POSTGRES.as("workflows");
    private final Path folder = temporary();
    private final AuditTrail trail = new AuditTrail(workflows, new CheckpointFolder(folder), keys());
    private final AuditKeeper keeper = trail.keeper(4, Duration.ofHours(1));

    /** One that has recorded nothing yet. */
    TestAudit() {
        tamper("TRUNCATE runs.audit, facets.audit_outbox, vectors.audit_outbox, clusters.audit_outbox,"
                + " published.audit_outbox, runs.audit_outbox, access.audit_outbox");
    }

    /** An audit over this database. */
    public static AuditTrail of(Database database) {
        return new AuditTrail(database, new CheckpointFolder(temporary()), keys());
    }

    static CheckpointKeys keys() {
        return new CheckpointKeys(new byte[32], List.of());
    }

    AuditTrail trail() {
        return trail;
    }

    AuditKeeper keeper() {
        return keeper;
    }

    Database workflows() {
        return workflows;
    }

    TestDatabase postgres() {
        return POSTGRES;
    }

    Path checkpoint(long number) {
        return folder.resolve(TENANT).resolve("%012d.json".formatted(number));
    }

    /** Leaves so many records in the outbox. */
    TestAudit record(int records) {
        workflows.useTenant(TENANT, handle -> {
            for (int i = 0; i < records; i++) {
                AuditEntry sealed = AuditEntry.by("somebody", AuditAction.STAGE_SEALED)
                        .dataset(UUID.nameUUIDFromBytes(new byte[] {(byte) i}))
                        .run(RUN)
                        .digest("EXTRACT", Digest.of("stage " + i))
                        .count("rows", i);
                AuditOutbox.RUNS.write(handle, TENANT, sealed);
            }
        });
        return this;
    }

    /** Chains what waits and signs it. */
    TestAudit signed() {
        keeper.pass(true);
        return this;
    }

    /** What an owner of the database does who has taken away what stands in the way. */
    void tamper(String sql) {
        POSTGRES.execute("SET session_replication_role = replica; " + sql);
    }

    /** The same in one transaction. */
    void asOwner(Database.Act act) {
        new Database(POSTGRES.owner()).useTenant(TENANT, handle -> {
            handle.execute("SET LOCAL session_replication_role = replica");
            act.with(handle);
        });
    }

    /** The first fault of the chain as a transaction sees it. */
    Optional<AuditFault> walk(Handle handle) {
        ChainWalk walk = new ChainWalk(handle, TENANT, checkpoints(), KnownRecord.NONE);
        AuditRows.Span all = new AuditRows.Span(Long.MIN_VALUE, Long.MAX_VALUE);
        return AuditRows.each(handle, TENANT, all, records -> walk.through(records.iterator()));
    }

    CheckpointChain checkpoints() {
        return CheckpointChain.of(TENANT, new CheckpointFolder(folder).all(TENANT), keys());
    }

    AuditReport verify() {
        return verify(KnownRecord.NONE);
    }

    AuditReport verify(KnownRecord known) {
        return new Verification(workflows, new CheckpointFolder(folder), keys()).verify(TENANT, known);
    }

    /** How many wait in an outbox of runs. */
    int waiting() {
        return workflows.inTenant(
                TENANT, handle -> AuditRows.waiting(handle, TENANT, 10_000).size());
    }

    List<AuditRecord> records() {
        return trail.records(TENANT, Optional.empty(), 0, 10_000);
    }

    private static Path temporary() {
        try {
            Path made = Files.createTempDirectory("checkpoints");
            made.toFile().deleteOnExit();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

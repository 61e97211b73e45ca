package murmuration.workflows.audit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import murmuration.runtime.Database;

/** Checks a tenant's chain against itself and against its checkpoints, which the database does not hold. */
final class Verification {
    private final Database database;
    private final CheckpointFolder folder;
    private final CheckpointKeys keys;

    Verification(Database database, CheckpointFolder folder, CheckpointKeys keys) {
        this.database = database;
        this.folder = folder;
        this.keys = keys;
    }

    private record Extent(long last, List<CheckpointFolder.Found> checkpoints) {}

    /** Goes through all of it; the first fault is the one at the lowest record. @param known must be there */
    AuditReport verify(String tenant, KnownRecord known) {
        Extent extent = extent(tenant);
        CheckpointChain checkpoints = CheckpointChain.of(tenant, extent.checkpoints(), keys);
        return database.inTenant(tenant, handle -> {
            ChainWalk walk = new ChainWalk(handle, tenant, checkpoints, known);
            AuditRows.Span all = new AuditRows.Span(Long.MIN_VALUE, extent.last());
            Optional<AuditFault> fault =
                    AuditRows.each(handle, tenant, all, records -> walk.through(records.iterator()));
            return new AuditReport(
                    walk.head().sequence(),
                    walk.head().hash(),
                    extent.checkpoints().size(),
                    checkpoints.good().isEmpty() ? 0 : checkpoints.good().lastKey(),
                    first(fault, checkpoints.fault()));
        });
    }

    /** Both at one time, when nobody chains or signs: what comes later is not looked at. */
    private Extent extent(String tenant) {
        return database.inTenant(tenant, handle -> {
            AuditRows.lock(handle, tenant);
            return new Extent(AuditRows.head(handle, tenant).sequence(), folder.all(tenant));
        });
    }

    private static Optional<AuditFault> first(Optional<AuditFault> chain, Optional<AuditFault> checkpoints) {
        return Stream.concat(chain.stream(), checkpoints.stream()).min(Comparator.comparingLong(AuditFault::sequence));
    }
}

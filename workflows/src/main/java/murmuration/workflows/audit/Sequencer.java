package murmuration.workflows.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import murmuration.core.AuditAction;
import murmuration.runtime.Database;
import org.jdbi.v3.core.Handle;

/**
 * Moves records from the outboxes to the end of the chain, a batch in one transaction: what breaks off has moved nothing.
 * Any number may work at once, in any process: one after another, each goes on where the last has come to.
 */
final class Sequencer {
    private final Database database;
    private final int most;

    /** @param most records of one batch */
    Sequencer(Database database, int most) {
        this.database = database;
        this.most = most;
    }

    /** What one batch has moved. @param full whether more may wait */
    record Moved(int records, boolean full, boolean endsRun) {}

    /** Chains the oldest that wait. */
    Moved chain(String tenant) {
        return database.inTenant(tenant, handle -> {
            AuditRows.lock(handle, tenant);
            // after the lock, so that what the one before has chained is seen
            List<AuditRows.Waiting> waiting = AuditRows.waiting(handle, tenant, most);
            if (!waiting.isEmpty()) {
                AuditRows.append(handle, tenant, records(handle, tenant, waiting));
                AuditRows.taken(handle, tenant, waiting);
            }
            boolean ends =
                    waiting.stream().anyMatch(one -> endsRun(one.content().what()));
            return new Moved(waiting.size(), waiting.size() == most, ends);
        });
    }

    private static List<AuditRecord> records(Handle handle, String tenant, List<AuditRows.Waiting> waiting) {
        AuditRows.Head head = AuditRows.head(handle, tenant);
        String previous = head.hash();
        long sequence = head.sequence();
        List<AuditRecord> records = new ArrayList<>();
        for (AuditRows.Waiting one : waiting) {
            AuditRecord record = AuditRecord.after(previous, tenant, ++sequence, one.content());
            records.add(record);
            previous = record.hash();
        }
        return records;
    }

    private static boolean endsRun(String what) {
        return Arrays.stream(AuditAction.values())
                .anyMatch(action -> action.name().equals(what) && action.endsRun());
    }
}

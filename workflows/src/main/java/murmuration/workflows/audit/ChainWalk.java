package murmuration.workflows.audit;

import java.util.Iterator;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Goes from record to record as long as each is the one that belongs there. */
final class ChainWalk {
    private final Handle handle;
    private final String tenant;
    private final CheckpointChain checkpoints;
    private final KnownRecord known;
    private AuditRows.Head head = AuditRows.Head.NONE;

    /** @param known a record that must be there */
    ChainWalk(Handle handle, String tenant, CheckpointChain checkpoints, KnownRecord known) {
        this.handle = handle;
        this.tenant = tenant;
        this.checkpoints = checkpoints;
        this.known = known;
    }

    /** The last record that was in its place. */
    AuditRows.Head head() {
        return head;
    }

    /** The first fault of these records, in order of their sequences, or of their end. */
    Optional<AuditFault> through(Iterator<AuditRecord> records) {
        while (records.hasNext()) {
            AuditRecord record = records.next();
            Optional<AuditFault> fault = next(record);
            if (fault.isPresent()) {
                return fault;
            }
            head = new AuditRows.Head(record.sequence(), record.hash());
        }
        return Optional.ofNullable(checkpoints.good().higherEntry(head.sequence()))
                .map(beyond -> AuditFault.told(
                        AuditFault.Kind.TRUNCATED,
                        head.sequence() + 1,
                        beyond.getValue().number()))
                .or(this::cutBack);
    }

    private Optional<AuditFault> cutBack() {
        return head.sequence() < known.sequence()
                ? Optional.of(AuditFault.at(AuditFault.Kind.CUT_BACK, head.sequence() + 1))
                : Optional.empty();
    }

    private Optional<AuditFault> next(AuditRecord record) {
        long place = head.sequence() + 1;
        if (record.sequence() > place) {
            return Optional.of(AuditFault.at(AuditFault.Kind.MISSING, place));
        }
        if (record.sequence() < place) {
            return Optional.of(AuditFault.at(AuditFault.Kind.ADDED, record.sequence()));
        }
        if (!record.belongs(head.hash(), tenant, place)) {
            return Optional.of(misplaced(record));
        }
        @Nullable Checkpoint checkpoint = checkpoints.good().get(place);
        if (checkpoint != null && !checkpoint.hash().equals(record.hash())) {
            return Optional.of(AuditFault.told(AuditFault.Kind.REWRITTEN, place, checkpoint.number()));
        }
        if (place == known.sequence() && !record.hash().equals(known.hash())) {
            return Optional.of(AuditFault.at(AuditFault.Kind.CUT_BACK, place));
        }
        return record.content().tellsOfCheckpoint() ? unknownCheckpoint(record) : Optional.empty();
    }

    /** Whether the record that belongs here stands elsewhere, with its hash or without. */
    private AuditFault misplaced(AuditRecord record) {
        long place = record.sequence();
        AuditRows.Span later = new AuditRows.Span(place + 1, Long.MAX_VALUE);
        return AuditRows.each(
                handle,
                tenant,
                later,
                others -> others.filter(other -> {
                            String here = AuditRecord.hash(head.hash(), tenant, place, other.content());
                            return here.equals(other.hash()) || here.equals(record.hash());
                        })
                        .findFirst()
                        .map(other -> new AuditFault(AuditFault.Kind.SWAPPED, place, other.sequence(), 0))
                        .orElse(AuditFault.at(AuditFault.Kind.CHANGED, place)));
    }

    /** Where the chain tells of a checkpoint that is not there, or is another. */
    private Optional<AuditFault> unknownCheckpoint(AuditRecord record) {
        @Nullable Long number = AuditMessages.counts(record.content()).get("number");
        @Nullable String id = AuditMessages.digests(record.content()).get("checkpoint");
        if (number == null || id == null) {
            // a record that hashes well and that we have not written
            return Optional.of(AuditFault.at(AuditFault.Kind.CHANGED, record.sequence()));
        }
        @Nullable String known = checkpoints.ids().get(number);
        return id.equals(known)
                ? Optional.empty()
                : Optional.of(AuditFault.told(
                        known == null ? AuditFault.Kind.CHECKPOINT_MISSING : AuditFault.Kind.CHECKPOINT_FORGED,
                        record.sequence(),
                        number));
    }
}

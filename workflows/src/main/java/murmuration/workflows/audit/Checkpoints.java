package murmuration.workflows.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs where a chain has come to. */
final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final Database database;
    private final CheckpointFolder folder;
    private final CheckpointKeys keys;
    private final Duration every;
    private final Clock clock;
    private volatile boolean followed;

    /** @param every how much time lies between two, unless one is asked for at once */
    Checkpoints(Database database, CheckpointFolder folder, CheckpointKeys keys, Duration every, Clock clock) {
        this.database = database;
        this.folder = folder;
        this.keys = keys;
        this.every = every;
        this.clock = clock;
    }

    /** Signs the chain's head where it is time; answers whether nothing is left that no checkpoint signs. */
    boolean sign(String tenant, boolean atOnce) {
        return database.inTenant(tenant, handle -> {
            AuditRows.lock(handle, tenant);
            Optional<CheckpointFolder.Found> last = folder.last(tenant);
            Optional<Checkpoint> readable = last.flatMap(CheckpointFolder.Found::checkpoint);
            long signed = readable.map(Checkpoint::sequence).orElse(0L);
            if (!AuditRows.anythingAfter(handle, tenant, signed)) {
                return true;
            }
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            if (!atOnce && readable.isPresent() && due(readable.get()).isAfter(now)) {
                return false;
            }
            if (readable.isPresent() && isFollowed(tenant, readable.get())) {
                return false;
            }
            AuditRows.Head head = AuditRows.head(handle, tenant);
            add(
                    handle,
                    keys.sign(new Checkpoint(
                            tenant,
                            last.map(CheckpointFolder.Found::number).orElse(0L) + 1,
                            head.sequence(),
                            head.hash(),
                            now.toString(),
                            readable.map(Checkpoint::id).orElse(""),
                            keys.id(),
                            "")));
            return true;
        });
    }

    /**
     * Whether a later key has signed since ours did, as while processes are replaced by those with the next key: one of ours
     * behind it would count as forged.
     */
    private boolean isFollowed(String tenant, Checkpoint last) {
        if (keys.knows(last) || !folder.anyOf(tenant, keys.id())) {
            return false;
        }
        if (!followed) {
            LOG.warn("another key signs audit checkpoints now, so this process signs no more: key={}", keys.id());
        }
        followed = true;
        return true;
    }

    /** Whether this process has seen that another key signs now, and so signs no more. */
    boolean areFollowed() {
        return followed;
    }

    /** First the file: a record of a checkpoint that is not there would be a fault, a checkpoint without a record is none. */
    private void add(Handle handle, Checkpoint checkpoint) {
        folder.add(checkpoint);
        AuditEntry made = AuditEntry.of(AuditAction.CHECKPOINT_MADE)
                .digest("checkpoint", checkpoint.id())
                .count("number", checkpoint.number())
                .count("sequence", checkpoint.sequence());
        AuditOutbox.RUNS.write(handle, checkpoint.tenant(), made);
    }

    private Instant due(Checkpoint last) {
        try {
            return Instant.parse(last.at()).plus(every);
        } catch (DateTimeParseException e) {
            return Instant.MIN;
        }
    }
}

package murmuration.workflows.audit;

import java.time.OffsetDateTime;
import murmuration.core.AuditAction;
import murmuration.core.Digest;

/**
 * A record of the chain, as its row holds it: whatever stands there, also what we never wrote, has one digest.
 *
 * @param dataset an id, or empty
 * @param run an id, or empty
 * @param digests object of JSON
 * @param counts object of JSON
 */
public record AuditRecord(long sequence, Content content, String hash) {
    /** The hash before the first record's. */
    static final String NOTHING = "0".repeat(64);

    private static final String FORM = "murmuration audit 1";

    /** Everything but where it stands. @param at when it was done */
    public record Content(
            OffsetDateTime at,
            String process,
            String who,
            String what,
            String dataset,
            String run,
            String digests,
            String counts) {
        /** Whose role signs, and records it. */
        static final String SIGNER = "workflows";

        /** Whether whoever signs says that it has; others may write the word, and say nothing by it. */
        boolean tellsOfCheckpoint() {
            return what.equals(AuditAction.CHECKPOINT_MADE.name()) && process.equals(SIGNER);
        }
    }

    /** A record that comes after another. */
    static AuditRecord after(String previous, String tenant, long sequence, Content content) {
        return new AuditRecord(sequence, content, hash(previous, tenant, sequence, content));
    }

    /** Whether this is the record that belongs after another, at this place. */
    boolean belongs(String previous, String tenant, long place) {
        return hash(previous, tenant, place, content).equals(hash);
    }

    /** SHA-256 of the hash before it and of everything that it says, each with its length ({@link Digest}). */
    static String hash(String previous, String tenant, long sequence, Content content) {
        return new Digest()
                .add(FORM)
                .add(previous)
                .add(tenant)
                .add(sequence)
                .add(content.at().toEpochSecond())
                .add(content.at().getNano())
                .add(content.process())
                .add(content.who())
                .add(content.what())
                .add(content.dataset())
                .add(content.run())
                .add(content.digests())
                .add(content.counts())
                .hex();
    }
}

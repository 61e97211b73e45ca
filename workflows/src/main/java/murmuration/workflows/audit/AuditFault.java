package murmuration.workflows.audit;

/**
 * Where the audit does not hold.
 *
 * @param sequence the record that it is found at
 * @param other the record that this one was swapped with; else 0
 * @param checkpoint the checkpoint that tells; 0 where none does
 */
public record AuditFault(Kind kind, long sequence, long other, long checkpoint) {
    /** What is wrong. */
    public enum Kind {
        /** The record is not the one that its hash was made of. */
        CHANGED,
        /** There is no record with this sequence, but there are later ones. */
        MISSING,
        /** Another record stands in its place, and this one in the other's. */
        SWAPPED,
        /** A record stands where none belongs. */
        ADDED,
        /** The chain is whole in itself, but it is not the one that a checkpoint has signed. */
        REWRITTEN,
        /** The chain ends before what a checkpoint has signed. */
        TRUNCATED,
        /** A record that was noted elsewhere is gone, or is another: the chain was cut back, and its checkpoints. */
        CUT_BACK,
        /** The checkpoint is not one that our key has signed, or of a key that a later one has followed, or in another place. */
        CHECKPOINT_FORGED,
        /** There is no checkpoint with this number, but the chain or later ones tell of it. */
        CHECKPOINT_MISSING
    }

    static AuditFault at(Kind kind, long sequence) {
        return new AuditFault(kind, sequence, 0, 0);
    }

    static AuditFault told(Kind kind, long sequence, long checkpoint) {
        return new AuditFault(kind, sequence, 0, checkpoint);
    }
}

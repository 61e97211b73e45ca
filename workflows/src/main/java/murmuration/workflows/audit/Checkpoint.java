package murmuration.workflows.audit;

import murmuration.core.Digest;

/**
 * That a tenant's chain had come to a record at a time, signed with a key that the database does not hold.
 *
 * @param number 1, 2, 3 …
 * @param hash of the record with this sequence
 * @param at RFC 3339
 * @param previous id of the checkpoint before it; empty in the first
 * @param key id of the key that signs
 * @param signature Ed25519 over {@link #text()}, base64
 */
public record Checkpoint(
        String tenant,
        long number,
        long sequence,
        String hash,
        String at,
        String previous,
        String key,
        String signature) {
    private static final String FORM = "murmuration checkpoint 1";

    /** What is signed: SHA-256 of everything else in it, each with its length, in hexadecimal. */
    String text() {
        return new Digest()
                .add(FORM)
                .add(tenant)
                .add(number)
                .add(sequence)
                .add(hash)
                .add(at)
                .add(previous)
                .add(key)
                .hex();
    }

    /** What the next one names as its previous. */
    String id() {
        return Digest.of(text() + signature);
    }

    /** The same, signed. */
    Checkpoint signed(String by) {
        return new Checkpoint(tenant, number, sequence, hash, at, previous, key, by);
    }
}

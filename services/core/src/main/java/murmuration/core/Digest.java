package murmuration.core;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over a sequence of values, each with its length, so that no two different sequences are one string of bytes.
 * Not thread-safe.
 */
public final class Digest {
    private final MessageDigest sha;

    /** A digest of nothing yet. */
    public Digest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Adds a text, as UTF-8. */
    public Digest add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a number. */
    public Digest add(long number) {
        sha.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number).array());
        return this;
    }

    /** Adds bytes. */
    public Digest add(byte[] bytes) {
        add((long) bytes.length);
        sha.update(bytes);
        return this;
    }

    /** Adds numbers bit by bit. */
    public Digest add(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return add(bytes.array());
    }

    /** The digest in lower-case hexadecimal; begins anew. */
    public String hex() {
        return HexFormat.of().formatHex(sha.digest());
    }

    /** The first eight bytes of the digest as a number, for seeds and ranks; begins anew. */
    public long number() {
        return ByteBuffer.wrap(sha.digest()).getLong();
    }

    /** The digest of one text. */
    public static String of(String text) {
        return new Digest().add(text).hex();
    }

    /** A seed for one purpose of a run, so that no two draws are the same stream. */
    public static long seed(long seed, String purpose) {
        return new Digest().add(seed).add(purpose).number();
    }
}

package murmuration.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key: {@code murmuration_<id>_<secret>} in hexadecimal, 64 bits by which it is known and 256 random ones. The whole is
 * shown once, when it is made; only its hash is kept.
 */
public final class ApiKey {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern FORM = Pattern.compile("murmuration_(" + ID + ")_[0-9a-f]{64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String id;
    private final String text;

    private ApiKey(String id, String text) {
        this.id = id;
        this.text = text;
    }

    /** A key that nobody has yet. */
    static ApiKey generate() {
        String id = random(8);
        return new ApiKey(id, "murmuration_" + id + "_" + random(32));
    }

    /** A key that somebody shows; empty where it is none by its form. */
    static Optional<ApiKey> of(String shown) {
        Matcher form = FORM.matcher(shown);
        return form.matches() ? Optional.of(new ApiKey(form.group(1), shown)) : Optional.empty();
    }

    /** Whether this could be a key's id, by its form. */
    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /** By what it is known; no secret. */
    public String id() {
        return id;
    }

    /** The key itself. */
    public String secret() {
        return text;
    }

    /** What is kept of it. */
    byte[] hash() {
        return hash(text);
    }

    /** Whether this is the hash of the key; takes as long whatever the answer. */
    boolean hashesTo(byte[] hash) {
        return MessageDigest.isEqual(hash(), hash);
    }

    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String random(int bytes) {
        byte[] bits = new byte[bytes];
        RANDOM.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    @Override
    public String toString() {
        return "API key " + id;
    }
}

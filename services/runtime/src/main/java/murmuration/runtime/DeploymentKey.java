package murmuration.runtime;

import static murmuration.core.MurmurationException.require;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import murmuration.core.Digest;

/** The deployment's secret: turns ids into pseudonyms and questions into noise that nobody outside can predict. */
public final class DeploymentKey {
    private final SecretKeySpec key;
    private final String id;

    /** A key of at least 32 bytes. */
    public DeploymentKey(byte[] secret) {
        require(secret.length >= 32, "the deployment key has at least 32 bytes, not %d", secret.length);
        key = new SecretKeySpec(secret, "HmacSHA256");
        id = new Digest().add("deployment key").add(secret).hex().substring(0, 12);
    }

    /** A key from its hexadecimal form. */
    public static DeploymentKey ofHex(String hex) {
        return new DeploymentKey(HexFormat.of().parseHex(hex.strip()));
    }

    /** Which key this is, for manifests; tells nothing about the key. */
    public String id() {
        return id;
    }

    /** HMAC-SHA-256 of a value for one purpose and tenant, 32 bytes. */
    public byte[] hmac(String tenant, String purpose, String value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            for (String part : new String[] {tenant, purpose, value}) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                mac.update(ByteBuffer.allocate(Integer.BYTES)
                        .putInt(0, bytes.length)
                        .array());
                mac.update(bytes);
            }
            return mac.doFinal();
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** A pseudonym: the first 128 bits of the HMAC. */
    public UUID pseudonym(String tenant, String purpose, String value) {
        ByteBuffer bytes = ByteBuffer.wrap(hmac(tenant, purpose, value));
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    /** A stage's digest as it may be shown: what a stage computed could be guessed, and a guess be tried. */
    public String shown(String tenant, String stageDigest) {
        return HexFormat.of().formatHex(hmac(tenant, "stage", stageDigest));
    }

    @Override
    public String toString() {
        return "DeploymentKey " + id;
    }
}

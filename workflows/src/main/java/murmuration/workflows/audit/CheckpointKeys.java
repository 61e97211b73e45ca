package murmuration.workflows.audit;

import static murmuration.core.MurmurationException.require;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import murmuration.core.Digest;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** The key that signs checkpoints, and the public halves of those that did before it: Ed25519 (RFC 8032). */
public final class CheckpointKeys {
    private static final String ALGORITHM = "Ed25519";
    private static final int SECRET_BYTES = 32;

    private final KeyPair pair;
    private final String id;
    /** In the order in which they sign. */
    private final SequencedMap<String, PublicKey> known = new LinkedHashMap<>();

    /**
     * @param secret 32 bytes
     * @param former public keys whose checkpoints are good too, the earliest first: X.509, base64
     */
    public CheckpointKeys(byte[] secret, List<String> former) {
        require(secret.length == SECRET_BYTES, "the audit key has 32 bytes, not %d", secret.length);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            // an Ed25519 private key is 32 bytes of its source of randomness, and the JDK derives the public one from
            // them
            generator.initialize(NamedParameterSpec.ED25519, new Fixed(secret));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
        id = id(pair.getPublic());
        former.forEach(each -> {
            PublicKey key = publicKey(each);
            known.put(id(key), key);
        });
        known.putLast(id, pair.getPublic());
    }

    /** Id of the key that signs: tells nothing about it. */
    String id() {
        return id;
    }

    /** Public half of the key that signs: X.509, base64. */
    String publicKey() {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }

    /** The checkpoint with its signature. */
    Checkpoint sign(Checkpoint unsigned) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(pair.getPrivate());
            signature.update(bytes(unsigned));
            return unsigned.signed(Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    /** Whether one of our keys has signed it. */
    boolean signed(Checkpoint checkpoint) {
        @Nullable PublicKey key = known.get(checkpoint.key());
        if (key == null) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(bytes(checkpoint));
            return signature.verify(Base64.getDecoder().decode(checkpoint.signature()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // no signature at all
            return false;
        }
    }

    /** Whether it names one of our keys. */
    boolean knows(Checkpoint checkpoint) {
        return known.containsKey(checkpoint.key());
    }

    /** Whether one of our keys comes before another: once that one has signed, it signs no more. */
    boolean before(String key, String other) {
        List<String> order = List.copyOf(known.sequencedKeySet());
        return order.indexOf(key) < order.indexOf(other);
    }

    private static byte[] bytes(Checkpoint checkpoint) {
        return checkpoint.text().getBytes(StandardCharsets.US_ASCII);
    }

    private static String id(PublicKey key) {
        return new Digest().add("audit key").add(key.getEncoded()).hex().substring(0, 12);
    }

    private static PublicKey publicKey(String base64) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64.strip())));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new MurmurationException(
                    ErrorCode.INVALID_INPUT, "a former audit key is an Ed25519 public key: X.509 in base64", e);
        }
    }

    /** A source that gives these bytes and no others. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final byte[] secret;

        Fixed(byte[] secret) {
            this.secret = secret.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            require(bytes.length == secret.length, "an Ed25519 key takes %d bytes", bytes.length);
            System.arraycopy(secret, 0, bytes, 0, bytes.length);
        }
    }
}

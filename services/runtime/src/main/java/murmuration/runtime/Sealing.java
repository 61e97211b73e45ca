package murmuration.runtime;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** Encrypts what is kept (AES-GCM), bound to what it belongs to, for instance the key of its row. Thread-safe. */
public final class Sealing {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /** @param key 32 bytes */
    public Sealing(byte[] key) {
        MurmurationException.require(key.length == 32, "a sealing key has 32 bytes, not %d", key.length);
        this.key = new SecretKeySpec(key, "AES");
    }

    /** Seals; only the same row opens it again. */
    public byte[] seal(byte[] plain, byte[] row) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, row, ByteBuffer.wrap(plain));
        return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** Opens what was sealed for this row. */
    public byte[] open(byte[] sealed, byte[] row) {
        ByteBuffer in = ByteBuffer.wrap(sealed);
        byte[] nonce = new byte[NONCE_BYTES];
        in.get(nonce);
        return cipher(Cipher.DECRYPT_MODE, nonce, row, in);
    }

    private byte[] cipher(int mode, byte[] nonce, byte[] row, ByteBuffer in) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(row);
            byte[] bytes = new byte[in.remaining()];
            in.get(bytes);
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new MurmurationException(
                    ErrorCode.INTERNAL, "what was kept cannot be opened: it is of another key or row, or damaged", e);
        }
    }
}

package murmuration.workflows.payloads;

import static murmuration.core.MurmurationException.require;

import java.util.HexFormat;
import murmuration.core.Digest;
import murmuration.runtime.Sealing;

/** A key that payloads are encrypted with, and the name under which a payload says so; the name tells nothing of the key. */
public final class PayloadKey {
    private static final int BYTES = 32;

    private final String id;
    private final Sealing sealing;

    /** A key of 32 bytes. */
    public PayloadKey(byte[] secret) {
        require(secret.length == BYTES, "a payload key has %d bytes, not %d", BYTES, secret.length);
        sealing = new Sealing(secret);
        id = new Digest().add("payload key").add(secret).hex().substring(0, 12);
    }

    /** A key from its hexadecimal form. */
    public static PayloadKey ofHex(String hex) {
        return new PayloadKey(HexFormat.of().parseHex(hex.strip()));
    }

    String id() {
        return id;
    }

    Sealing sealing() {
        return sealing;
    }

    @Override
    public String toString() {
        return "PayloadKey " + id;
    }
}

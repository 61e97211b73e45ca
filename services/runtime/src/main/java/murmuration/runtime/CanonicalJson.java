package murmuration.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import murmuration.core.MurmurationException;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * A JSON document in the one form of RFC 8785: the same values are the same bytes, whoever writes them and wherever they were
 * stored in between, so that a document has one SHA-256.
 */
public final class CanonicalJson {
    /** Beyond it a double does not hold each whole number, and RFC 8785 knows no other numbers. */
    private static final long MOST = (1L << 53) - 1;

    private final byte[] bytes;

    private CanonicalJson(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The document of a value; refused where a whole number is beyond ±(2⁵³ − 1). */
    public static CanonicalJson of(Object value) {
        JsonNode tree = Json.mapper().valueToTree(value);
        requireExact(tree);
        try {
            return new CanonicalJson(new JsonCanonicalizer(Json.write(tree)).getEncodedUTF8());
        } catch (IOException e) {
            throw new IllegalStateException("what Jackson has written is no JSON", e);
        }
    }

    /** UTF-8. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Of the bytes, in lower-case hexadecimal; as {@code sha256sum} says of the file. */
    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void requireExact(JsonNode node) {
        if (node.isIntegralNumber()) {
            MurmurationException.require(
                    node.canConvertToLong() && Math.abs(node.longValue()) <= MOST,
                    "a whole number of a canonical document is within ±%d",
                    MOST);
        }
        node.forEach(CanonicalJson::requireExact);
    }
}

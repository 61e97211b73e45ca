package murmuration.privacy;

import static murmuration.core.MurmurationException.require;

import java.nio.ByteBuffer;
import murmuration.runtime.DeploymentKey;

/**
 * Random bits that repeat for the same question and that nobody without the deployment's key can foresee: HMAC-SHA-256 of the
 * question and a counter. Not thread-safe.
 */
final class KeyedBits {
    private final DeploymentKey key;
    private final String tenant;
    private final String purpose;
    private final String question;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long blocks;

    KeyedBits(DeploymentKey key, String tenant, String purpose, String question) {
        this.key = key;
        this.tenant = tenant;
        this.purpose = purpose;
        this.question = question;
    }

    /** The next 64 bits. */
    long next() {
        if (!block.hasRemaining()) {
            block = ByteBuffer.wrap(key.hmac(tenant, purpose, question + " " + blocks++));
        }
        return block.getLong();
    }

    /** Uniform over 0 to this, exclusively; exactly, by rejection. */
    long below(long bound) {
        require(bound >= 1, "the bound is at least 1, not %d", bound);
        int spare = Long.numberOfLeadingZeros(bound - 1);
        if (bound == 1) {
            return 0;
        }
        while (true) {
            long drawn = next() >>> spare;
            if (drawn < bound) {
                return drawn;
            }
        }
    }
}

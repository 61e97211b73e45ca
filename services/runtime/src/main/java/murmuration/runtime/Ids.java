package murmuration.runtime;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** Makes ids that sort in the order in which they were made: UUIDs of version 7 (RFC 9562, section 5.7, method 3). */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SEQUENCE_BITS = 12;
    /** Milliseconds and, below them, a sequence: the last one given, so that two of one millisecond are in order. */
    private static final AtomicLong LAST = new AtomicLong();

    private Ids() {}

    /** The next id of this process. */
    public static UUID uuid7() {
        long now = System.currentTimeMillis() << SEQUENCE_BITS;
        long tick = LAST.updateAndGet(last -> Math.max(last + 1, now));
        long high = (tick >>> SEQUENCE_BITS << 16) | 0x7000L | (tick & 0xFFFL);
        long low = (RANDOM.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(high, low);
    }

    /** When this process's clock made it, in milliseconds since 1970. */
    public static long millis(UUID uuid7) {
        return uuid7.getMostSignificantBits() >>> 16;
    }

    /** An id that somebody sent; what is none is {@link ErrorCode#NOT_FOUND}, since nothing has it. */
    public static UUID parse(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new MurmurationException(ErrorCode.NOT_FOUND, "that is not an id", e);
        }
    }
}

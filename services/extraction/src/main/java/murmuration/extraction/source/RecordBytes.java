package murmuration.extraction.source;

import java.util.Arrays;

/** Collects one record's bytes up to a limit; past it, it only remembers that there were too many. */
final class RecordBytes {
    private final int limit;
    private byte[] bytes = new byte[8192];
    private int length;
    private boolean over;

    RecordBytes(int limit) {
        this.limit = limit;
    }

    void add(byte[] source, int from, int to) {
        int more = to - from;
        if (over || more > limit - length) {
            over = true;
            return;
        }
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(bytes.length * 2, length + more)));
        }
        System.arraycopy(source, from, bytes, length, more);
        length += more;
    }

    /** What was collected as record {@code number}; begins anew. */
    Raw take(long number) {
        Raw raw = over ? Raw.faulty(number, Rule.longerThan(limit)) : Raw.of(number, Arrays.copyOf(bytes, length));
        length = 0;
        over = false;
        return raw;
    }
}

package murmuration.extraction.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Records of one line each; blank lines are none. */
final class Lines implements Records {
    private final InputStream in;
    private final RecordBytes record;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private long line;

    Lines(InputStream in, int maxRecordBytes) {
        this.in = in;
        record = new RecordBytes(maxRecordBytes);
    }

    @Override
    public Optional<Raw> next() throws IOException {
        while (at < end || fill()) {
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            record.add(buffer, from, at);
            if (at < end) {
                at++;
                Raw raw = record.take(++line);
                if (!isBlank(raw)) {
                    return Optional.of(raw);
                }
            }
        }
        return Optional.of(record.take(++line)).filter(raw -> !isBlank(raw));
    }

    @Override
    public String unit() {
        return "line";
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }

    private static boolean isBlank(Raw raw) {
        if (raw.fault() != null) {
            return false;
        }
        for (byte b : raw.bytes()) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}

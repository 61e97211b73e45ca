package murmuration.extraction.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Records that are the elements of one JSON array. Only brackets and strings are followed, so that a record with a fault
 * inside does not take the rest of the array with it.
 */
final class Elements implements Records {
    private enum Where {
        BEFORE,
        BETWEEN,
        INSIDE,
        AFTER
    }

    private final InputStream in;
    private final RecordBytes record;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private long number;
    private Where where = Where.BEFORE;
    private int depth;
    private boolean quoted;
    private boolean escaped;

    Elements(InputStream in, int maxRecordBytes) {
        this.in = in;
        record = new RecordBytes(maxRecordBytes);
    }

    @Override
    public Optional<Raw> next() throws IOException {
        while (at < end || fill()) {
            if (where == Where.INSIDE) {
                if (throughElement()) {
                    return Optional.of(record.take(number));
                }
            } else if (betweenElements(buffer[at])) {
                return Optional.of(Raw.faulty(++number, Rule.AFTER_ARRAY));
            }
        }
        if (where == Where.AFTER) {
            return Optional.empty();
        }
        boolean inside = where == Where.INSIDE;
        where = Where.AFTER;
        return Optional.of(Raw.faulty(inside ? number : ++number, Rule.CUT_OFF));
    }

    @Override
    public String unit() {
        return "record";
    }

    /** Passes one byte outside of elements; whether it should not be there. */
    private boolean betweenElements(byte b) throws IOException {
        boolean blank = b == ' ' || b == '\t' || b == '\r' || b == '\n';
        if (where == Where.AFTER && !blank) {
            skipRest();
            return true;
        }
        if (blank || (where == Where.BETWEEN && b == ',')) {
            at++;
        } else if (where == Where.BEFORE) {
            at++;
            where = Where.BETWEEN;
        } else if (b == ']') {
            at++;
            where = Where.AFTER;
        } else {
            where = Where.INSIDE;
            number++;
        }
        return false;
    }

    /** Passes bytes of an element until the buffer or the element ends; whether the element did. */
    private boolean throughElement() {
        int from = at;
        while (at < end) {
            byte b = buffer[at];
            if (quoted) {
                quoted = escaped || b != '"';
                escaped = !escaped && b == '\\';
            } else if (b == '"') {
                quoted = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (depth == 0 && (b == ',' || b == ']')) {
                // the end of a bare value; who follows reads this byte
                return ended(from);
            } else if ((b == '}' || b == ']') && --depth <= 0) {
                at++;
                return ended(from);
            }
            at++;
        }
        record.add(buffer, from, at);
        return false;
    }

    private boolean ended(int from) {
        record.add(buffer, from, at);
        where = Where.BETWEEN;
        depth = 0;
        return true;
    }

    private void skipRest() throws IOException {
        do {
            at = end;
        } while (fill());
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }
}

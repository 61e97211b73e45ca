package murmuration.extraction.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * What a gzip file of one member or several holds. Zeros may follow the last member, as on tapes; anything else is damage,
 * which {@link GZIPInputStream} takes for the end.
 */
final class GzipStream extends GZIPInputStream {
    private static final int BUFFER = 1 << 16;
    private static final int TRAILER = 8;

    private boolean whole;

    GzipStream(BufferedInputStream raw) throws IOException {
        super(raw, BUFFER);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = super.read(bytes, offset, length);
        if (n < 0 && !whole) {
            requireEnd();
            whole = true;
        }
        return n;
    }

    @Override
    protected void fill() throws IOException {
        super.fill();
        // what is read from here on as a trailer and a next header is looked at again
        in.mark(BUFFER);
    }

    private void requireEnd() throws IOException {
        int at = len - inf.getRemaining() + TRAILER;
        in.reset();
        in.skipNBytes(Math.max(0, at - len));
        int next = 0;
        while (next == 0) {
            next = at < len ? buf[at++] & 0xff : in.read();
        }
        if (next > 0) {
            throw new ZipException("something follows the last member");
        }
    }
}

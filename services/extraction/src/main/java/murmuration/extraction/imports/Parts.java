package murmuration.extraction.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.ObjectStore;

/**
 * Objects read as one, each opened when the one before it has ended. One that cannot be read is {@link ErrorCode#UNAVAILABLE}, lest
 * it be taken for a damaged file: another attempt may have imported it meanwhile, and taken it away.
 */
final class Parts extends InputStream {
    private final ObjectStore objects;
    private final Iterator<String> next;
    private InputStream open = nullInputStream();

    /** @param keys in the order in which they are read */
    Parts(ObjectStore objects, List<String> keys) {
        this.objects = objects;
        next = keys.iterator();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        try {
            return readOn(into, from, length);
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "the upload cannot be read", e);
        }
    }

    private int readOn(byte[] into, int from, int length) throws IOException {
        int read = open.read(into, from, length);
        while (read < 0 && next.hasNext()) {
            open.close();
            open = objects.open(next.next());
            read = open.read(into, from, length);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        open.close();
    }
}

package murmuration.extraction.source;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** A file's content, decompressed by what its first bytes say; counts, and names file and place when it breaks off. */
final class DecodedStream extends InputStream {
    private final InputStream in;
    private final String name;
    private final String compression;
    private long count;

    private DecodedStream(InputStream in, String name, String compression) {
        this.in = in;
        this.name = name;
        this.compression = compression;
    }

    static DecodedStream open(SourceFile file) throws IOException {
        String name = file.name();
        BufferedInputStream raw = new BufferedInputStream(file.content().open(), 1 << 16);
        try {
            raw.mark(4);
            byte[] magic = raw.readNBytes(4);
            raw.reset();
            if (starts(magic, 0x1f, 0x8b)) {
                return new DecodedStream(gzip(raw, name), name, "gzip");
            }
            if (starts(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
                return new DecodedStream(new ZstdInputStream(raw), name, "zstd");
            }
            return new DecodedStream(raw, name, "");
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private static InputStream gzip(BufferedInputStream raw, String name) {
        try {
            return new GzipStream(raw);
        } catch (IOException e) {
            throw Unreadable.because(name, "its gzip header is damaged");
        }
    }

    private static boolean starts(byte[] bytes, int... magic) {
        for (int i = 0; i < magic.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** Bytes given out so far. */
    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int n = in.read(bytes, offset, length);
            count += Math.max(0, n);
            return n;
        } catch (IOException e) {
            if (compression.isEmpty()) {
                throw new MurmurationException(ErrorCode.UNAVAILABLE, name + " cannot be read on", e);
            }
            throw Unreadable.because(
                    name,
                    "its " + compression + " stream is cut off or damaged after " + count
                            + " decompressed bytes; nothing of it was imported");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

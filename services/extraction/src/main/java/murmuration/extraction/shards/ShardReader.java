package murmuration.extraction.shards;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** Reads a shard's lines in order, one in memory at a time. Not thread-safe. */
public final class ShardReader implements AutoCloseable {
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;

    ShardReader(InputStream in) {
        this.in = in;
    }

    /** The next line, without its end. */
    public byte[] next() {
        ByteArrayOutputStream line = new ByteArrayOutputStream(2048);
        through(line);
        return line.toByteArray();
    }

    /** Passes over lines. */
    public void skip(int lines) {
        for (int i = 0; i < lines; i++) {
            through(null);
        }
    }

    private void through(@Nullable ByteArrayOutputStream line) {
        try {
            while (true) {
                if (at == end) {
                    at = 0;
                    end = in.read(buffer, 0, buffer.length);
                    if (end <= 0) {
                        throw new MurmurationException(ErrorCode.INVALID_INPUT, "a shard ends before its last line");
                    }
                }
                int from = at;
                while (at < end && buffer[at] != '\n') {
                    at++;
                }
                if (line != null) {
                    line.write(buffer, from, at - from);
                }
                if (at < end) {
                    at++;
                    return;
                }
            }
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "a shard cannot be read on", e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "a shard cannot be closed", e);
        }
    }
}

package murmuration.extraction.shards;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import murmuration.core.ObjectStore;
import murmuration.runtime.Disk;

/**
 * Lines on their way into an object whose key is not known before the last one: compressed into a file that has no name
 * any more, so that nothing stays behind however the process ends.
 */
final class Spool implements AutoCloseable {
    private static final int LEVEL = 3;
    private static final int BUFFER = 1 << 16;

    private final FileChannel file;
    private final OutputStream compressed;
    private final ZstdOutputStreamNoFinalizer zstd;
    private final OutputStream lines;

    Spool(Path folder) throws IOException {
        Disk.makePrivate(folder);
        file = FileChannel.open(
                folder.resolve(UUID.randomUUID() + ".spool"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        compressed = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER);
        zstd = new ZstdOutputStreamNoFinalizer(compressed, LEVEL).setChecksum(true);
        lines = new BufferedOutputStream(zstd, BUFFER);
    }

    void line(byte[] line) throws IOException {
        lines.write(line);
        lines.write('\n');
    }

    /** Writes all lines as one object; no line may follow. */
    void into(ObjectStore objects, String key) throws IOException {
        lines.flush();
        zstd.closeWithoutClosingParentStream();
        compressed.flush();
        objects.put(key, target -> {
            file.position(0);
            Channels.newInputStream(file).transferTo(target);
        });
    }

    @Override
    public void close() throws IOException {
        try (FileChannel closing = file) {
            if (closing.isOpen()) {
                zstd.close();
            }
        }
    }
}

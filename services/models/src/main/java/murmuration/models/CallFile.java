package murmuration.models;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Disk;

/**
 * Calls on their way into a batch: in a file that has no name any more, so that nothing of them stays behind however the process
 * ends. Not thread-safe.
 */
final class CallFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final FileChannel file;
    private final OutputStream out;
    private final byte[] separator;
    private final long mostBytes;
    private final int mostCalls;
    private long bytes;
    private int calls;

    /** @param folder where it is, with room for as many bytes as a batch of this provider may have */
    CallFile(Path folder, BatchApi api) {
        separator = api.separator().getBytes(StandardCharsets.UTF_8);
        mostBytes = api.mostBytes();
        mostCalls = api.mostCalls();
        try {
            Disk.makePrivate(folder);
            file = FileChannel.open(
                    folder.resolve(UUID.randomUUID() + ".calls"),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw failed(e);
        }
        out = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER);
    }

    /** Adds a call; answers whether it had room. */
    boolean add(String line) {
        byte[] call = line.getBytes(StandardCharsets.UTF_8);
        if (calls == mostCalls || bytes + separator.length + call.length > mostBytes) {
            return false;
        }
        try {
            if (calls > 0) {
                out.write(separator);
                bytes += separator.length;
            }
            out.write(call);
        } catch (IOException e) {
            throw failed(e);
        }
        bytes += call.length;
        calls++;
        return true;
    }

    int calls() {
        return calls;
    }

    /** All calls with something before and after them, to be sent once. */
    BodyPublisher between(String before, String after) {
        byte[] head = before.getBytes(StandardCharsets.UTF_8);
        byte[] tail = after.getBytes(StandardCharsets.UTF_8);
        InputStream all;
        try {
            out.flush();
            file.position(0);
            all = new SequenceInputStream(
                    new SequenceInputStream(new ByteArrayInputStream(head), Channels.newInputStream(file)),
                    new ByteArrayInputStream(tail));
        } catch (IOException e) {
            throw failed(e);
        }
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> all), head.length + bytes + tail.length);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static MurmurationException failed(IOException e) {
        return new MurmurationException(
                ErrorCode.UNAVAILABLE, "the calls of a batch cannot be written", Disk.failed(e));
    }
}

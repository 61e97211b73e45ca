package murmuration.extraction.objects;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An object as it is read: some megabytes at a time, each in a request of its own, which is repeated where it breaks off. So
 * no connection waits for a slow reader, a cut answer is no end, and who stops early has not fetched the rest. What is
 * replaced meanwhile cannot be read on. Not thread-safe.
 */
final class S3Reading extends InputStream {
    private static final int RANGE = 4 << 20;
    private static final int NO_SUCH_RANGE = 416;

    private final S3Bucket bucket;
    private final String key;
    private byte[] range = {};
    private int at;
    private long fetched;
    private long size;
    private @Nullable String tag;

    /** Reads the beginning. */
    S3Reading(S3Bucket bucket, String key) throws IOException {
        this.bucket = bucket;
        this.key = key;
        fetch();
    }

    @Override
    public int read() throws IOException {
        return hasMore() ? range[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        int count = Math.min(most, range.length - at);
        System.arraycopy(range, at, into, from, count);
        at += count;
        return count;
    }

    private boolean hasMore() throws IOException {
        if (at == range.length && fetched < size) {
            fetch();
        }
        return at < range.length;
    }

    private void fetch() throws IOException {
        ResponseBytes<GetObjectResponse> answer =
                bucket.ask(this::next).orElseThrow(() -> new NoSuchFileException("no such object"));
        range = answer.asByteArrayUnsafe();
        at = 0;
        fetched += range.length;
        tag = answer.response().eTag();
        size = size(answer.response());
        if (range.length != answer.response().contentLength()) {
            throw new EOFException("an answer of S3 was cut");
        }
    }

    private Optional<ResponseBytes<GetObjectResponse>> next(S3Client s3) {
        try {
            return Optional.of(s3.getObject(
                    request -> request.bucket(bucket.name())
                            .key(key)
                            .range("bytes=" + fetched + "-" + (fetched + RANGE - 1))
                            .ifMatch(tag),
                    ResponseTransformer.toBytes()));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (S3Exception e) {
            if (e.statusCode() != NO_SUCH_RANGE) {
                throw e;
            }
            // an empty object has none
            return Optional.of(ResponseBytes.fromByteArray(
                    GetObjectResponse.builder().contentLength(0L).build(), new byte[0]));
        }
    }

    /** Of the whole object: what stands after the slash of {@code bytes 0-99/1234}, or what a server gave that knows no ranges. */
    private static long size(GetObjectResponse answer) {
        String range = answer.contentRange();
        return range == null ? answer.contentLength() : Long.parseLong(range.substring(range.indexOf('/') + 1));
    }
}

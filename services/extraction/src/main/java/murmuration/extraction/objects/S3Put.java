package murmuration.extraction.objects;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object on its way into a bucket: in one request where it fits one part, else part by part. It is there once it is
 * finished; closed before, nothing is. Not thread-safe.
 */
final class S3Put extends OutputStream {
    /** S3 takes 10,000 parts, so this is 156 GiB; from 5 MiB on it takes them of any size. */
    static final int PART = 16 << 20;

    private final S3Bucket bucket;
    private final String key;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private final List<CompletedPart> parts = new ArrayList<>();
    private @Nullable String upload;

    S3Put(S3Bucket bucket, String key) {
        this.bucket = bucket;
        this.key = key;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        for (int at = from, end = from + count; at < end; ) {
            if (part.size() == PART) {
                send();
            }
            int fits = Math.min(end - at, PART - part.size());
            part.write(bytes, at, fits);
            at += fits;
        }
    }

    /** Makes it an object. */
    void finish() {
        if (upload == null) {
            whole();
            return;
        }
        send();
        String finished = upload;
        bucket.ask(s3 -> s3.completeMultipartUpload(request ->
                request.bucket(bucket.name()).key(key).uploadId(finished).multipartUpload(all -> all.parts(parts))));
        upload = null;
    }

    private void whole() {
        bucket.ask(s3 -> s3.putObject(
                request -> request.bucket(bucket.name())
                        .key(key)
                        .serverSideEncryption(bucket.encryption())
                        .ssekmsKeyId(bucket.kmsKey()),
                RequestBody.fromBytes(part.toByteArray())));
    }

    private void send() {
        String open = upload == null ? begin() : upload;
        upload = open;
        int number = parts.size() + 1;
        String tag = bucket.ask(s3 -> s3.uploadPart(
                        request -> request.bucket(bucket.name())
                                .key(key)
                                .uploadId(open)
                                .partNumber(number),
                        RequestBody.fromBytes(part.toByteArray())))
                .eTag();
        parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        part.reset();
    }

    private String begin() {
        return bucket.ask(s3 -> s3.createMultipartUpload(request -> request.bucket(bucket.name())
                        .key(key)
                        .serverSideEncryption(bucket.encryption())
                        .ssekmsKeyId(bucket.kmsKey())))
                .uploadId();
    }

    /** Takes back the parts of what was not finished. */
    @Override
    public void close() {
        if (upload != null) {
            String unfinished = upload;
            upload = null;
            bucket.ask(s3 -> s3.abortMultipartUpload(
                    request -> request.bucket(bucket.name()).key(key).uploadId(unfinished)));
        }
    }
}

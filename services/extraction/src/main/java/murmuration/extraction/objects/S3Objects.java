package murmuration.extraction.objects;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import murmuration.core.ObjectKeys;
import murmuration.core.ObjectStore;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects in a bucket of S3 or of a compatible server. Thread-safe; several processes may share the bucket.
 *
 * <p>An object is there once its last byte is. A deletion takes former versions along, where the bucket keeps them, and the
 * parts of uploads that nobody finished: erased is erased.
 */
public final class S3Objects implements ObjectStore {
    /** What our keys begin with: whatever else is in the bucket is somebody else's. */
    private static final List<String> OURS = List.of("imports/", "quarantine/", "shards/", "uploads/");

    private final S3Bucket bucket;

    S3Objects(S3Bucket bucket) {
        this.bucket = bucket;
    }

    /** Objects in the bucket that the settings name; nothing where they name none. */
    public static Optional<ObjectStore> of(S3Config config) {
        return S3Access.open(config).map(S3Objects::new);
    }

    @Override
    public void put(String key, Writer content) throws IOException {
        ObjectKeys.requireKey(key);
        try (S3Put put = new S3Put(bucket, key)) {
            content.writeTo(put);
            put.finish();
        }
    }

    @Override
    public InputStream open(String key) throws IOException {
        ObjectKeys.requireKey(key);
        return new S3Reading(bucket, key);
    }

    @Override
    public boolean has(String key) {
        ObjectKeys.requireKey(key);
        // asking for the object's head could not tell an absent object from an absent bucket
        return bucket
                .ask(s3 -> s3.listObjectsV2(
                        request -> request.bucket(bucket.name()).prefix(key).maxKeys(1)))
                .contents()
                .stream()
                .anyMatch(object -> object.key().equals(key));
    }

    @Override
    public List<String> list(String prefix) {
        ObjectKeys.requirePrefix(prefix);
        return bucket.ask(s3 ->
                s3
                        .listObjectsV2Paginator(
                                request -> request.bucket(bucket.name()).prefix(prefix))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .toList());
    }

    @Override
    public int deleteAll(String prefix) {
        ObjectKeys.requireSomePrefix(prefix);
        S3Deletion deletion = new S3Deletion(bucket, prefix);
        deletion.abandonUploads();
        return deletion.deleteVersions();
    }

    @Override
    public void deleteUnfinished(Instant before) {
        OURS.forEach(prefix -> new S3Deletion(bucket, prefix).abandonUploads(before));
    }
}

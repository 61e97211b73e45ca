package murmuration.extraction.objects;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Takes everything under a prefix out of a bucket. */
record S3Deletion(S3Bucket bucket, String prefix) {
    private static final int PAGE = 1000;
    private static final int NOT_IMPLEMENTED = 501;

    /** A version of an object; of several only one is current, and none where the object was deleted before. */
    private record Version(String key, @Nullable String id, boolean current) {}

    /** Drops the parts of uploads that were not finished. */
    void abandonUploads() {
        abandonUploads(upload -> true);
    }

    /** The same of uploads that began before this moment. */
    void abandonUploads(Instant before) {
        abandonUploads(
                upload -> upload.initiated() != null && upload.initiated().isBefore(before));
    }

    private void abandonUploads(Predicate<MultipartUpload> which) {
        bucket.ask(s3 -> {
            try {
                s3
                        .listMultipartUploadsPaginator(
                                request -> request.bucket(bucket.name()).prefix(prefix))
                        .uploads()
                        .stream()
                        .filter(which)
                        .toList()
                        .forEach(upload -> abandon(s3, upload));
            } catch (S3Exception e) {
                requireNotImplemented(e);
            }
            return true;
        });
    }

    private void abandon(S3Client s3, MultipartUpload upload) {
        try {
            s3.abortMultipartUpload(
                    request -> request.bucket(bucket.name()).key(upload.key()).uploadId(upload.uploadId()));
        } catch (NoSuchUploadException e) {
            // it was finished, or dropped, meanwhile
        }
    }

    /** Deletes all versions of all objects; answers how many objects there were. */
    int deleteVersions() {
        int objects = 0;
        List<Version> before = List.of();
        for (List<Version> page = page(); !page.isEmpty(); page = page()) {
            if (page.equals(before)) {
                throw new MurmurationException(ErrorCode.UNAVAILABLE, "S3 keeps objects that it was told to delete");
            }
            delete(page);
            objects += (int) page.stream().filter(Version::current).count();
            before = page;
        }
        return objects;
    }

    /** The first that are still there. */
    private List<Version> page() {
        return bucket.ask(s3 -> {
            try {
                return versions(s3.listObjectVersions(
                        request -> request.bucket(bucket.name()).prefix(prefix).maxKeys(PAGE)));
            } catch (S3Exception e) {
                requireNotImplemented(e);
                return s3
                        .listObjectsV2(request ->
                                request.bucket(bucket.name()).prefix(prefix).maxKeys(PAGE))
                        .contents()
                        .stream()
                        .map(object -> new Version(object.key(), null, true))
                        .toList();
            }
        });
    }

    private static List<Version> versions(ListObjectVersionsResponse page) {
        return Stream.concat(
                        page.versions().stream()
                                .map(version -> new Version(version.key(), version.versionId(), version.isLatest())),
                        page.deleteMarkers().stream()
                                .map(marker -> new Version(marker.key(), marker.versionId(), false)))
                .limit(PAGE)
                .toList();
    }

    private void delete(List<Version> versions) {
        List<ObjectIdentifier> identifiers = versions.stream()
                .map(version -> ObjectIdentifier.builder()
                        .key(version.key())
                        .versionId(version.id())
                        .build())
                .toList();
        List<S3Error> errors = bucket.ask(s3 -> s3.deleteObjects(request -> request.bucket(bucket.name())
                        .delete(all -> all.objects(identifiers).quiet(true))))
                .errors();
        if (!errors.isEmpty()) {
            throw S3Failures.ofDeletion(errors, versions.size());
        }
    }

    /** A server without versions, or without a list of uploads, has none. */
    private static void requireNotImplemented(S3Exception e) {
        if (e.statusCode() != NOT_IMPLEMENTED) {
            throw e;
        }
    }
}

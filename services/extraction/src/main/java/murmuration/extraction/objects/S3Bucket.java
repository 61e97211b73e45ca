package murmuration.extraction.objects;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * A bucket and how it is asked.
 *
 * @param encryption what the server is told to encrypt with; null: nothing, it does as the bucket says
 * @param kmsKey the key of {@code aws:kms}; null: the account's own
 */
record S3Bucket(
        S3Client client,
        String name,
        @Nullable ServerSideEncryption encryption,
        @Nullable String kmsKey) {
    /** Asks, with failures in our own words. */
    <T> T ask(Function<S3Client, T> request) {
        try {
            return request.apply(client);
        } catch (SdkException e) {
            throw S3Failures.of(e, name);
        }
    }
}

package murmuration.extraction.objects;

import static murmuration.core.MurmurationException.require;

import java.util.List;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** The way to a bucket, from its settings; each fault in them names the setting, and shows no secret. */
final class S3Access {
    private static final String SETTING = "murmuration.objects.s3.";
    private static final int ATTEMPTS = 5;

    private S3Access() {}

    /** The bucket that is named; nothing where none is. */
    static Optional<S3Bucket> open(S3Config config) {
        if (config.bucket().isEmpty()) {
            // whoever says where does not want conversations in the data folder
            require(
                    config.endpoint().isEmpty() && config.accessKey().isEmpty(),
                    SETTING + "bucket is not set, though an endpoint or a key is: name the bucket, or set neither");
            return Optional.empty();
        }
        ServerSideEncryption encryption = encryption(config);
        require(
                config.kmsKey().isEmpty() || encryption == ServerSideEncryption.AWS_KMS,
                SETTING + "kms-key is for encryption aws:kms only");
        return Optional.of(new S3Bucket(
                client(config),
                config.bucket().get(),
                encryption,
                config.kmsKey().orElse(null)));
    }

    private static @Nullable ServerSideEncryption encryption(S3Config config) {
        return switch (config.encryption()) {
            case "none" -> null;
            case "AES256" -> ServerSideEncryption.AES256;
            case "aws:kms" -> ServerSideEncryption.AWS_KMS;
            default -> throw fault("encryption is none, AES256 or aws:kms, not " + config.encryption());
        };
    }

    private static S3Client client(S3Config config) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(credentials(config))
                .overrideConfiguration(common -> common.apiCallTimeout(config.timeout())
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build()))
                // what not every compatible server knows: checksums of Amazon's own, and signatures by piece
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .addPlugin(LegacyMd5Plugin.create())
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false));
        config.endpoint().ifPresent(url -> {
            require(
                    url.getHost() != null && List.of("http", "https").contains(url.getScheme()),
                    SETTING + "endpoint is http://host:port or https://host:port");
            builder.endpointOverride(url).forcePathStyle(true);
        });
        config.region()
                .map(String::strip)
                .or(() -> config.endpoint().map(url -> "us-east-1"))
                .ifPresent(region -> builder.region(Region.of(region)));
        try {
            return builder.build();
        } catch (SdkClientException e) {
            throw new MurmurationException(
                    ErrorCode.INVALID_INPUT, SETTING + "region: set it, or an endpoint; nothing here says one", e);
        }
    }

    private static AwsCredentialsProvider credentials(S3Config config) {
        require(
                config.accessKey().isPresent() == config.secretKey().isPresent(),
                SETTING + "access-key and secret-key: set both, or neither");
        if (config.accessKey().isPresent()) {
            return StaticCredentialsProvider.create(AwsBasicCredentials.create(
                    config.accessKey().get().strip(),
                    config.secretKey().orElseThrow().strip()));
        }
        return new Chain(DefaultCredentialsProvider.builder().build());
    }

    /** The SDK's own search, which says so where it finds nothing. */
    private record Chain(AwsCredentialsProvider search) implements AwsCredentialsProvider {
        @Override
        public AwsCredentials resolveCredentials() {
            try {
                return search.resolveCredentials();
            } catch (SdkClientException e) {
                throw new MurmurationException(
                        ErrorCode.AUTHENTICATION,
                        "S3: no credentials are found: set " + SETTING
                                + "access-key and secret-key, or give the process an identity",
                        e);
            }
        }
    }

    private static MurmurationException fault(String what) {
        return new MurmurationException(ErrorCode.INVALID_INPUT, SETTING + what);
    }
}

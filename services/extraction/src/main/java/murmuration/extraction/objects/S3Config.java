package murmuration.extraction.objects;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where raw conversations are kept, if not in the data folder. */
@ConfigMapping(prefix = "murmuration.objects.s3")
public interface S3Config {
    /** Whether and where. */
    Optional<String> bucket();

    /** Address of a compatible server, {@code https://host:port}; absent: Amazon's of the region. */
    Optional<URI> endpoint();

    /** Region that requests are signed for; absent: as the process's environment says, or us-east-1 at an endpoint. */
    Optional<String> region();

    /** Name of the key to sign with; absent: the chain of the SDK, such as a Kubernetes service account's identity. */
    Optional<String> accessKey();

    /** The key to sign with. */
    Optional<String> secretKey();

    /** How the server encrypts what it keeps: {@code none} (as the bucket says), {@code AES256} or {@code aws:kms}. */
    @WithDefault("none")
    String encryption();

    /** The key of {@code aws:kms}; absent: the account's own. */
    Optional<String> kmsKey();

    /** How long one request may take, its repetitions included. */
    @WithDefault("PT2M")
    Duration timeout();
}

package murmuration.runtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What every process is told: where data live, and the deployment's key. Secrets come from the environment only. */
@ConfigMapping(prefix = "murmuration")
public interface RuntimeConfig {
    /** Folder of everything that is kept in files: shards, vectors, uploads. */
    Path data();

    /** The deployment's key, at least 32 bytes in hexadecimal; ids and noise derive from it. */
    Optional<String> deploymentKey();

    /** How long calls may go on once the process is told to end. */
    @WithDefault("PT10S")
    Duration grace();

    /** How long a caller's connection lasts before it asks anew which processes of a service there are. */
    @WithDefault("PT5M")
    Duration connectionAge();

    /** Whether the log is lines of JSON, for machines. */
    @WithDefault("false")
    boolean logJson();

    /** Where vectors are kept. */
    VectorsConfig vectors();

    /** Where vectors are kept. */
    interface VectorsConfig {
        /** Qdrant's gRPC address, {@code http://host:6334} or {@code https://…}; absent: files in the data folder. */
        Optional<URI> qdrantUrl();

        /** The key that Qdrant asks for. */
        Optional<String> qdrantApiKey();

        /** How long one request to Qdrant may take, its repetitions included. */
        @WithDefault("PT1M")
        Duration qdrantTimeout();
    }

    /** Where PostgreSQL is; read by the data sources of the services. */
    DatabaseConfig database();

    /** Where PostgreSQL is, and how each service signs in. */
    interface DatabaseConfig {
        /** Its JDBC address. */
        Optional<String> url();

        /** Service → the password of its role. */
        Map<String, String> password();
    }
}

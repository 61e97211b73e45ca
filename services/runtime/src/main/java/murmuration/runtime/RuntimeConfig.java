package murmuration.runtime;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What every process is told: where data live, and the deployment's key. Secrets come from the environment only. */
@ConfigMapping(prefix = "murmuration")
public interface RuntimeConfig {
    /** Folder of everything that is kept in files: shards, vectors, uploads. */
    Path data();

    /** The deployment's key, at least 32 bytes in hexadecimal; ids and noise derive from it. */
    Optional<String> deploymentKey();

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

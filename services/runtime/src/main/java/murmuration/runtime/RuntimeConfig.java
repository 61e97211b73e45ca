package murmuration.runtime;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** What every process is told: where data live, and the deployment's key. Secrets come from the environment only. */
@ConfigMapping(prefix = "murmuration")
public interface RuntimeConfig {
    /** Folder of everything that is kept in files: shards, vectors, uploads. */
    Path data();

    /** The deployment's key, at least 32 bytes in hexadecimal; ids and noise derive from it. */
    Optional<String> deploymentKey();
}

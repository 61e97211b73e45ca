package murmuration.workflows.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How audit records are chained and signed. */
@ConfigMapping(prefix = "murmuration.audit")
public interface AuditConfig {
    /** Folder of signed checkpoints; processes of this kind share it. Absent: {@code audit} in the data folder. */
    Optional<Path> checkpoints();

    /** Key that signs checkpoints, 32 bytes in hexadecimal; absent: one derived from the deployment's key. */
    Optional<String> key();

    /** Public keys that signed before it, the earliest first: X.509, base64. */
    Optional<List<String>> formerKeys();

    /** How often what waits in the outboxes is chained. */
    @WithDefault("PT1S")
    Duration every();

    /** How much time lies between two checkpoints, besides those at the end of a run. */
    @WithDefault("PT1M")
    Duration checkpointEvery();

    /** Records that one transaction chains. */
    @WithDefault("500")
    int batch();
}

package murmuration.workflows;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Where Temporal is. */
@ConfigMapping(prefix = "murmuration.temporal")
public interface TemporalConfig {
    /** Host and port of its front end. */
    @WithDefault("127.0.0.1:7233")
    String address();

    /** The namespace of all our workflows. */
    @WithDefault("default")
    String namespace();

    /** The task queue that our workers poll. */
    @WithDefault("murmuration")
    String taskQueue();

    /** Whether workflows can be found by tenant and stage, which are then registered as search attributes. */
    @WithDefault("false")
    boolean searchAttributes();

    /** Whether the way to it is encrypted; also with a key or a certificate of ours. */
    @WithDefault("false")
    boolean tls();

    /** File with the certificates that its front end is checked against, PEM; absent: those that Java trusts. */
    Optional<Path> tlsCa();

    /** File with our certificate, PEM, where it asks for one (mutual TLS). */
    Optional<Path> tlsCertificate();

    /** File with the key of our certificate, PKCS#8 PEM. */
    Optional<Path> tlsKey();

    /** The name in its certificate, where that is not the host of the address. */
    Optional<String> tlsName();

    /** File with the API key that it asks for; read again as it is renewed. */
    Optional<Path> apiKeyFile();
}

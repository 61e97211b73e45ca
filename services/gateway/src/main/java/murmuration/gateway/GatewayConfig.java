package murmuration.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** What the public door is told. */
@ConfigMapping(prefix = "murmuration.gateway")
public interface GatewayConfig {
    /** Names under which the API may be called, without port; a request for any other Host is refused. */
    @WithDefault("localhost,127.0.0.1,[::1]")
    List<String> allowedHosts();

    /** The largest JSON or YAML body that is read. */
    @WithDefault("1M")
    MemorySize maxBody();

    /** The most that one upload may hold, all files together, as they are sent. */
    @WithDefault("64G")
    MemorySize maxUpload();

    /** How long a call to another service may take before it counts as unanswered. */
    @WithDefault("30s")
    Duration callTimeout();

    /** How long an estimate, or the erasure of an account, may take: it reads the data set through. */
    @WithDefault("10m")
    Duration estimateTimeout();

    /** How long a verification of the audit may take: it reads all of it. */
    @WithDefault("10m")
    Duration verifyTimeout();

    /** Pause between the signs of life of an event stream in which nothing happens. */
    @WithDefault("10s")
    Duration heartbeat();
}

package murmuration.workflows;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** Whether there are safety runs (docs/privacy.md). */
@ConfigMapping(prefix = "murmuration.safety")
public interface SafetyConfig {
    /** For how long one may be shown at most, 90 days or less; absent: there are none. */
    Optional<Duration> longest();
}

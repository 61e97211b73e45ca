package murmuration.privacy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;

/** How the privacy service works. What it decides is never configured here: that is the run's spec and the floor. */
@ConfigMapping(prefix = "murmuration.privacy")
public interface PrivacyConfig {
    /**
     * Clusters that are read at once for a review, with a database connection each, and that are reviewed at once where the spec
     * does not say how much the model may be asked.
     */
    @WithDefault("4")
    int parallelism();

    /** Epsilon that all differentially private releases of a data set may spend together; a release over it is refused. */
    @WithDefault("10")
    BigDecimal dpBudget();
}

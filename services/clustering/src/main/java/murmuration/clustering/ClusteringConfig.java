package murmuration.clustering;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What clustering may use of the machine; neither changes which clusters are found in data that fit into memory. */
@ConfigMapping(prefix = "murmuration.clustering")
public interface ClusteringConfig {
    /** Threads of one training; 0 takes every processor. The result is the same for any number. */
    @WithDefault("0")
    int threads();

    /**
     * Vectors of 384 dimensions that are held in memory at once for training, at most; 500,000 are 768 MB. Of longer ones as many
     * as take the same space.
     */
    @WithDefault("500000")
    int vectorsInMemory();
}

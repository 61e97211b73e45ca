package murmuration.embedding;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;

/** How the embedding service works. */
@ConfigMapping(prefix = "murmuration.embedding")
public interface EmbeddingConfig {
    /** Threads that compute, for all calls together; absent: one per processor. */
    OptionalInt threads();

    /** Vectors that are written at once, and then reported; 64 to 256 are good for every store. */
    @WithDefault("256")
    int upsert();
}

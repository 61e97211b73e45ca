package murmuration.workflows;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

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
}

package murmuration.hierarchy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the hierarchy service works. */
@ConfigMapping(prefix = "murmuration.hierarchy")
public interface HierarchyConfig {
    /** Questions to the language model that one call has under way at a time; changes speed, never a result. */
    @WithDefault("8")
    int questionsAtOnce();
}

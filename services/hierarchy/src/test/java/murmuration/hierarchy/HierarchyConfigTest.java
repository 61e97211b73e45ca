package murmuration.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class HierarchyConfigTest {
    @Test
    void eightQuestionsAreUnderWayAtATime() {
        HierarchyConfig config = new SmallRyeConfigBuilder()
                .withMapping(HierarchyConfig.class)
                .build()
                .getConfigMapping(HierarchyConfig.class);
        assertThat(config.questionsAtOnce()).isEqualTo(8);
    }
}

package murmuration.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import org.junit.jupiter.api.Test;

class ClusteringConfigTest {
    @Test
    void defaultsTakeEveryProcessorAndHalfAMillionVectors() throws NoSuchMethodException {
        assertThat(defaultOf("threads")).isEqualTo("0");
        assertThat(defaultOf("vectorsInMemory")).isEqualTo("500000");
    }

    private static String defaultOf(String setting) throws NoSuchMethodException {
        return ClusteringConfig.class
                .getMethod(setting)
                .getAnnotation(WithDefault.class)
                .value();
    }
}

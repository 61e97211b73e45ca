package murmuration.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExtractionConfigTest {
    @Test
    void statesEveryDefault() {
        Map<String, String> defaults = new TreeMap<>();
        for (Method method : ExtractionConfig.class.getDeclaredMethods()) {
            WithDefault value = method.getAnnotation(WithDefault.class);
            defaults.put(method.getName(), value == null ? "" : value.value());
        }
        assertThat(defaults)
                .isEqualTo(Map.of(
                        "roots", "",
                        "metadataKeys", "",
                        "accountFields", "user,user_id,metadata.user_id",
                        "maxRecordBytes", String.valueOf(16 << 20),
                        "transcriptTokens", "8000",
                        "batchPoll", "PT1M",
                        "concurrency", ""));
    }
}

package murmuration.extraction.objects;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Settings as a process reads them. */
final class S3Settings {
    private S3Settings() {}

    /** These, by their names after {@code murmuration.objects.s3.} */
    static S3Config of(Map<String, String> settings) {
        Map<String, String> full = settings.entrySet().stream()
                .collect(Collectors.toMap(each -> "murmuration.objects.s3." + each.getKey(), Map.Entry::getValue));
        return new SmallRyeConfigBuilder()
                .withMapping(S3Config.class)
                .withSources(new PropertiesConfigSource(full, "test", 500))
                .build()
                .getConfigMapping(S3Config.class);
    }

    /** A bucket at an endpoint, with keys that must never be shown, and whatever else. */
    static Map<String, String> at(String endpoint, String... more) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "bucket", "conversations",
                "endpoint", endpoint,
                "access-key", "the-access-key",
                "secret-key", "the-secret-key"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }
}

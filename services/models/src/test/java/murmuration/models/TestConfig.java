package murmuration.models;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A deployment whose providers are at these addresses. */
record TestConfig(String anthropicUrl, String openaiUrl, Optional<Path> keyFile, List<String> urls, Duration timeout)
        implements ModelsConfig {
    static TestConfig at(String url) {
        return new TestConfig(url, url + "/v1", Optional.empty(), List.of(), Duration.ofSeconds(20));
    }

    @Override
    public Optional<Path> anthropicKeyFile() {
        return keyFile;
    }

    @Override
    public Optional<Path> openaiKeyFile() {
        return keyFile;
    }

    @Override
    public Optional<List<String>> otherUrls() {
        return Optional.of(urls);
    }

    @Override
    public Duration connectTimeout() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Optional<Long> requestsPerMinute() {
        return Optional.empty();
    }

    @Override
    public Optional<Long> tokensPerMinute() {
        return Optional.empty();
    }

    @Override
    public Optional<Path> pricesFile() {
        return Optional.empty();
    }
}

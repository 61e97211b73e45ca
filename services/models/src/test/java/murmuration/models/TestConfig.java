package murmuration.models;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A deployment whose providers are at these addresses. */
record TestConfig(
        String anthropicUrl,
        String openaiUrl,
        Optional<Path> keyFile,
        List<String> urls,
        Duration timeout,
        Optional<Long> requestsPerMinute,
        Optional<Long> tokensPerMinute,
        int concurrency)
        implements ModelsConfig {
    TestConfig(String anthropicUrl, String openaiUrl, Optional<Path> keyFile, List<String> urls, Duration timeout) {
        this(anthropicUrl, openaiUrl, keyFile, urls, timeout, Optional.empty(), Optional.empty(), 20);
    }

    TestConfig limited(@Nullable Long requests, @Nullable Long tokens) {
        return new TestConfig(
                anthropicUrl,
                openaiUrl,
                keyFile,
                urls,
                timeout,
                Optional.ofNullable(requests),
                Optional.ofNullable(tokens),
                concurrency);
    }

    TestConfig atOnce(int calls) {
        return new TestConfig(
                anthropicUrl, openaiUrl, keyFile, urls, timeout, requestsPerMinute, tokensPerMinute, calls);
    }

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
    public Optional<Path> pricesFile() {
        return Optional.empty();
    }
}

package murmuration.models;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.TracerProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Models of a deployment whose OpenAI is at an address of this machine. */
public record TestModels(String openaiUrl) implements ModelsConfig {
    /** The models. */
    public ProviderModels models() {
        return new ProviderModels(
                this,
                name -> null,
                new SimpleMeterRegistry(),
                () -> TracerProvider.noop().get("test"));
    }

    @Override
    public String anthropicUrl() {
        return openaiUrl;
    }

    @Override
    public Optional<Path> anthropicKeyFile() {
        return Optional.empty();
    }

    @Override
    public Optional<Path> openaiKeyFile() {
        return Optional.empty();
    }

    @Override
    public Optional<List<String>> otherUrls() {
        return Optional.empty();
    }

    @Override
    public Duration connectTimeout() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(20);
    }

    @Override
    public int concurrency() {
        return 4;
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

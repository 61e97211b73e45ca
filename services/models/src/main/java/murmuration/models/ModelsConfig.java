package murmuration.models;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How language models of providers are reached. Keys are no configuration: they come from the environment
 * ({@code ANTHROPIC_API_KEY}, {@code OPENAI_API_KEY}) or from a mounted file.
 */
@ConfigMapping(prefix = "murmuration.models")
public interface ModelsConfig {
    /** Anthropic's messages. */
    @WithDefault("https://api.anthropic.com")
    String anthropicUrl();

    /** File that holds Anthropic's key; the environment wins where both are given. */
    Optional<Path> anthropicKeyFile();

    /** OpenAI's chat completions, up to and with {@code /v1}. */
    @WithDefault("https://api.openai.com/v1")
    String openaiUrl();

    /** File that holds OpenAI's key; the environment wins where both are given. */
    Optional<Path> openaiKeyFile();

    /**
     * Addresses that a run's spec may name as {@code model.baseUrl} beside the two above; those on this machine may always be
     * named. Conversations are sent there, and no key.
     */
    Optional<List<String>> otherUrls();

    /** How long connecting to a provider may take. */
    @WithDefault("PT10S")
    Duration connectTimeout();

    /** How long a provider may take for one whole answer; what takes longer is asked for again. */
    @WithDefault("PT2M")
    Duration timeout();

    /**
     * Calls of a run that are at its provider at a time, in each process, where its spec does not say how many: found by itself,
     * never more than this.
     */
    @WithDefault("100")
    int concurrency();

    /** Requests a minute to one address for one model, by all processes together; unlimited where it is not given. */
    Optional<Long> requestsPerMinute();

    /** Tokens a minute, of prompts and answers together, likewise. */
    Optional<Long> tokensPerMinute();

    /** Table of prices of the form of our own, {@code prices.json}; its lines come before ours. */
    Optional<Path> pricesFile();
}

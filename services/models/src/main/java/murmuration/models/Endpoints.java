package murmuration.models;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunSpec;
import org.jspecify.annotations.Nullable;

/**
 * Where a spec's models are, as far as the deployment lets a spec say so, and with which key. A key goes to the address that the
 * operator has set for its provider and to no other: a spec that names its own address gets no key to read there.
 */
final class Endpoints {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final ModelsConfig config;
    private final Function<String, @Nullable String> environment;

    Endpoints(ModelsConfig config, Function<String, @Nullable String> environment) {
        this.config = config;
        this.environment = environment;
    }

    Endpoint of(RunSpec.Model model) {
        Wanted wanted = new Wanted("model", model.provider(), model.baseUrl(), "conversations");
        return switch (model.provider()) {
            case "anthropic" -> of(wanted, config.anthropicUrl(), "ANTHROPIC_API_KEY", config.anthropicKeyFile());
            case "openai" -> openAi(wanted);
            default ->
                throw new MurmurationException(
                        ErrorCode.INVALID_SPEC, "model.provider: this deployment has offline, anthropic and openai");
        };
    }

    Endpoint of(RunSpec.Embedding embedding) {
        if (!embedding.provider().equals("openai")) {
            throw new MurmurationException(
                    ErrorCode.INVALID_SPEC, "embedding.provider: this deployment has onnx and openai");
        }
        return openAi(new Wanted("embedding", embedding.provider(), embedding.baseUrl(), "summaries"));
    }

    /** What a spec says. @param field where it says so @param sent what would be sent there */
    private record Wanted(
            String field, String provider, @Nullable String url, String sent) {}

    private Endpoint openAi(Wanted spec) {
        return of(spec, config.openaiUrl(), "OPENAI_API_KEY", config.openaiKeyFile());
    }

    private Endpoint of(Wanted spec, String own, String variable, Optional<Path> keyFile) {
        String wanted = spec.url() == null ? own : spec.url();
        if (same(wanted, own)) {
            Optional<String> key = key(variable, keyFile);
            if (key.isEmpty() && !loopback(own)) {
                throw new MurmurationException(
                        ErrorCode.AUTHENTICATION,
                        "there is no key for " + spec.provider() + ": set " + variable + " in the environment, or"
                                + " murmuration.models." + spec.provider() + "-key-file, and start again");
            }
            return new Endpoint(own, key.orElse(null));
        }
        boolean listed = config.otherUrls().orElse(List.of()).stream().anyMatch(url -> same(url, wanted));
        if (!listed && !loopback(wanted)) {
            throw new MurmurationException(
                    ErrorCode.INVALID_SPEC,
                    spec.field() + ".baseUrl: " + spec.sent()
                            + " may be sent to the provider's own address, to this machine,"
                            + " and to what murmuration.models.other-urls lists");
        }
        return new Endpoint(wanted, null);
    }

    private Optional<String> key(String variable, Optional<Path> file) {
        return Optional.ofNullable(environment.apply(variable))
                .map(key -> sendable(key.strip(), variable))
                .filter(key -> !key.isEmpty())
                .or(() -> file.map(Endpoints::read))
                .filter(key -> !key.isEmpty());
    }

    private static String read(Path file) {
        try {
            return sendable(Files.readString(file).strip(), "the key file " + file);
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.AUTHENTICATION, "the key file " + file + " cannot be read");
        }
    }

    private static String sendable(String key, String from) {
        if (!KeyText.isSendable(key)) {
            throw new MurmurationException(ErrorCode.AUTHENTICATION, from + " holds " + KeyText.NOT_SENDABLE);
        }
        return key;
    }

    private static boolean loopback(String url) {
        String host = URI.create(url).getHost();
        return host != null && LOOPBACK.contains(host);
    }

    private static boolean same(String a, String b) {
        return a.replaceAll("/+$", "").equals(b.replaceAll("/+$", ""));
    }
}

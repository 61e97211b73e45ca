package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {
    private static final Map<String, String> KEYS = Map.of("OPENAI_API_KEY", " sk-o\n", "ANTHROPIC_API_KEY", "sk-a");

    @TempDir
    Path folder;

    @Test
    void theProvidersOwnAddressGetsItsKey() {
        assertThat(endpoint("openai", null, KEYS)).isEqualTo(new Endpoint("https://api.openai.com/v1", "sk-o"));
        assertThat(endpoint("openai", "https://api.openai.com/v1/", KEYS).key()).isEqualTo("sk-o");
        assertThat(endpoint("anthropic", null, KEYS)).isEqualTo(new Endpoint("https://api.anthropic.com", "sk-a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:11434/v1",
                "http://127.0.0.1:8081/v1",
                "http://[::1]:1/v1",
                "https://gateway.example/v1"
            })
    void anotherAddressThatIsAllowedGetsNone(String url) {
        assertThat(endpoint("openai", url, KEYS)).isEqualTo(new Endpoint(url, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example/v1",
                "http://localhost.elsewhere.example/v1",
                "http://169.254.169.254/"
            })
    void anyOtherAddressIsRefused(String url) {
        assertFails(() -> endpoint("openai", url, KEYS), ErrorCode.INVALID_SPEC, "other-urls");
    }

    @Test
    void withoutAKeyTheRunPausesAndSaysWhatToSet() {
        assertFails(() -> endpoint("anthropic", null, Map.of()), ErrorCode.AUTHENTICATION, "ANTHROPIC_API_KEY");
    }

    @Test
    void aMountedFileMayHoldTheKey() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "sk-file\n");
        for (Map<String, String> environment : List.of(Map.<String, String>of(), Map.of("OPENAI_API_KEY", " "))) {
            assertThat(new Endpoints(config(Optional.of(file)), environment::get)
                            .of(model("openai", null))
                            .key())
                    .isEqualTo("sk-file");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFFsk-o", "sk-\u200Bo", "sk-o\nsk-p", "sk-\u00E9"})
    void aKeyThatCannotBeSentPausesTheRunAndNamesWhereItStands(String key) throws IOException {
        assertFails(
                () -> endpoint("openai", null, Map.of("OPENAI_API_KEY", key)),
                ErrorCode.AUTHENTICATION,
                "OPENAI_API_KEY holds a character that no key has");
        Path file = Files.writeString(folder.resolve("key"), key);
        Map<String, String> environment = Map.of();
        assertFails(
                () -> new Endpoints(config(Optional.of(file)), environment::get).of(model("openai", null)),
                ErrorCode.AUTHENTICATION,
                "the key file " + file + " holds a character that no key has");
    }

    @Test
    void aKeyIsNeverPrinted() {
        assertThat(endpoint("openai", null, KEYS).toString()).doesNotContain("sk-");
        ProviderHttp http = new ProviderHttp(ProviderHttp.client(Duration.ofSeconds(1)), Duration.ofSeconds(1));
        assertThat(new BatchHttp(http, "https://gateway.example/v1", Map.of("authorization", "Bearer sk-o")).toString())
                .doesNotContain("sk-");
    }

    private static Endpoint endpoint(String provider, @Nullable String url, Map<String, String> environment) {
        return new Endpoints(config(Optional.empty()), environment::get).of(model(provider, url));
    }

    private static TestConfig config(Optional<Path> keyFile) {
        return new TestConfig(
                "https://api.anthropic.com",
                "https://api.openai.com/v1",
                keyFile,
                List.of("https://gateway.example/v1"),
                Duration.ofSeconds(1));
    }

    private static RunSpec.Model model(String provider, @Nullable String url) {
        return new RunSpec.Model(provider, "m", url, null);
    }

    private static void assertFails(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, ErrorCode code, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(part)
                .hasMessageNotContaining("sk-");
    }
}

package murmuration.gateway.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With which settings a gateway does not start. */
class AccessWiringTest {
    private static final String PREFIX = "murmuration.gateway.sign-in.";

    @Test
    void withoutSignInOnlyThisMachineMayReachIt() {
        for (String host : new String[] {"127.0.0.1", "localhost", "::1"}) {
            assertThatCode(() -> check(Map.of("required", "false"), host)).doesNotThrowAnyException();
        }
        for (String host : new String[] {"0.0.0.0", "::", "10.0.0.7", "no.such.host.invalid"}) {
            assertThatThrownBy(() -> check(Map.of("required", "false"), host))
                    .hasMessageContaining(PREFIX + "required is false")
                    .hasMessageContaining(host);
            assertThatCode(() -> check(Map.of(), host)).doesNotThrowAnyException();
        }
    }

    @Test
    void theOperatorsKeyIsLong() {
        assertThatThrownBy(() -> check(Map.of("operator-key", "secret"), "0.0.0.0"))
                .hasMessageContaining("at least 32 characters, not 6")
                .hasMessageNotContaining("secret");
    }

    @Test
    void anIssuerIsForThePageOrForPrograms() {
        Map<String, String> issuer = Map.of("oidc.issuer", "https://issuer.example");
        assertThatThrownBy(() -> check(issuer, "0.0.0.0")).hasMessageContaining("oidc.client-id");
    }

    private static void check(Map<String, String> settings, String host) {
        Map<String, String> all = new HashMap<>(Map.of("quarkus.http.host", host));
        settings.forEach((name, value) -> all.put(PREFIX + name, value));
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(AccessConfig.class)
                .withDefaultValues(all)
                .build();
        new AccessWiring().check(new StartupEvent(), config.getConfigMapping(AccessConfig.class), config);
    }
}

package murmuration.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.NamedServer;
import murmuration.runtime.access.Https;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens of a Keycloak that changes its keys. */
@Timeout(60)
class KeycloakKeysTest {
    private final AtomicLong clock = new AtomicLong();

    @BeforeAll
    static void named() {
        NamedServer.required("changing the keys of a real issuer", Keycloak.VARIABLE);
    }

    @Test
    void newKeysAreReadAtMostEveryHalfMinute() {
        Issuer issuer = new Issuer(
                Keycloak.ISSUER,
                new Issuer.Claims(
                        "preferred_username",
                        "realm_access.roles",
                        Map.of(Role.ANALYST, List.of("analyst")),
                        Optional.of("tenant")),
                new Https(Optional.empty()),
                clock::get);
        Principal job = new Principal("default", "service-account-" + Keycloak.JOB, Role.ANALYST);
        String before = Keycloak.ownToken(Keycloak.JOB);
        assertThat(who(issuer, before)).isEqualTo(job);
        URI key = Keycloak.newKey();
        try {
            String after = Keycloak.ownToken(Keycloak.JOB);
            assertThatThrownBy(() -> who(issuer, after))
                    .isInstanceOfSatisfying(
                            MurmurationException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.AUTHENTICATION));
            clock.addAndGet(Duration.ofSeconds(31).toNanos());
            assertThat(who(issuer, after)).isEqualTo(job);
            assertThat(who(issuer, before)).isEqualTo(job);
        } finally {
            Keycloak.delete(key);
        }
    }

    private static Principal who(Issuer issuer, String token) {
        return issuer.principal(issuer.tokens("murmuration-api").claims(token));
    }
}

package murmuration.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.access.Https;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens of a real issuer: a server that publishes its keys and signs. */
@Timeout(60)
class IssuerTest {
    private static final String API = "murmuration-api";
    private static final Issuer.Claims PLAIN = new Issuer.Claims(
            "sub",
            "roles",
            Role.GIVEN.stream().collect(Collectors.toMap(role -> role, role -> List.of(role.word()))),
            Optional.empty());

    private final TestIssuer server = new TestIssuer();
    private final AtomicLong clock = new AtomicLong();

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void theHighestRoleOfATokenCounts() {
        Issuer issuer = issuer(PLAIN);
        assertThat(who(issuer, Map.of("roles", List.of("viewer", "steward", "cook"))))
                .isEqualTo(new Principal("default", "somebody", Role.STEWARD));
        assertThat(who(issuer, Map.of("roles", "openid analyst")).role()).isEqualTo(Role.ANALYST);
    }

    @Test
    void claimsAreMappedToNameRoleAndTenant() {
        Issuer issuer = issuer(new Issuer.Claims(
                "email",
                "realm.groups",
                Map.of(Role.ADMIN, List.of("/platform")),
                Optional.of("https://example.com/team")));
        assertThat(who(
                        issuer,
                        Map.of(
                                "email", "a@example.com",
                                "realm", Map.of("groups", List.of("/platform")),
                                "https://example.com/team", "blue")))
                .isEqualTo(new Principal("blue", "a@example.com", Role.ADMIN));
        refused(
                ErrorCode.FORBIDDEN,
                () -> who(
                        issuer,
                        Map.of("realm", Map.of("groups", List.of("admin")), "https://example.com/team", "blue")));
        for (Object tenant : List.of("../blue", "Blue", "", List.of())) {
            refused(
                    ErrorCode.FORBIDDEN,
                    () -> who(
                            issuer,
                            Map.of(
                                    "realm",
                                    Map.of("groups", List.of("/platform")),
                                    "https://example.com/team",
                                    tenant)));
        }
    }

    @Test
    void whatIsNotTheIssuersOrNotMeantForUsIsRefused() {
        Issuer issuer = issuer(PLAIN);
        Map<String, Object> viewer = Map.of("roles", "viewer");
        refused(ErrorCode.AUTHENTICATION, () -> claims(issuer, server.token("another", viewer)));
        refused(ErrorCode.AUTHENTICATION, () -> claims(issuer, "a.b.c"));
        refused(
                ErrorCode.AUTHENTICATION,
                () -> claims(issuer, server.token(API, Map.of("iss", "https://other.example"))));
        refused(ErrorCode.AUTHENTICATION, () -> claims(issuer, server.token(API, Map.of("exp", 1))));
        try (TestIssuer other = new TestIssuer()) {
            String forged = other.token(API, Map.of("iss", server.address(), "roles", "admin"));
            refused(ErrorCode.AUTHENTICATION, () -> claims(issuer, forged));
        }
    }

    @Test
    void newKeysAreReadAtMostEveryHalfMinute() {
        Issuer issuer = issuer(PLAIN);
        Map<String, Object> viewer = Map.of("roles", "viewer");
        String old = server.token(API, viewer);
        assertThat(claims(issuer, old).role()).isEqualTo(Role.VIEWER);
        server.rotate();
        refused(ErrorCode.AUTHENTICATION, () -> claims(issuer, server.token(API, viewer)));
        clock.addAndGet(Duration.ofSeconds(31).toNanos());
        assertThat(claims(issuer, server.token(API, viewer)).role()).isEqualTo(Role.VIEWER);
        refused(ErrorCode.AUTHENTICATION, () -> claims(issuer, old));
    }

    @Test
    void aKeyThatWasWithdrawnCountsForTenMinutesAtMost() {
        Issuer issuer = issuer(PLAIN);
        String token = server.token(API, Map.of("roles", "viewer"));
        assertThat(claims(issuer, token).role()).isEqualTo(Role.VIEWER);
        server.rotate();
        clock.addAndGet(Duration.ofMinutes(10).minusSeconds(1).toNanos());
        assertThat(claims(issuer, token).role()).isEqualTo(Role.VIEWER);
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        refused(ErrorCode.AUTHENTICATION, () -> claims(issuer, token));
    }

    @Test
    void knownKeysCountWhileTheIssuerDoesNotAnswer() {
        Issuer issuer = issuer(PLAIN);
        String token = server.token(API, Map.of("roles", "viewer"));
        assertThat(claims(issuer, token).role()).isEqualTo(Role.VIEWER);
        server.close();
        clock.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(claims(issuer, token).role()).isEqualTo(Role.VIEWER);
    }

    @Test
    void anIssuerThatDoesNotAnswerIsUnavailableUntilItDoes() {
        String token = server.token(API, Map.of("roles", "viewer"));
        String address = server.address();
        server.close();
        Issuer issuer = new Issuer(address, PLAIN, new Https(Optional.empty()), clock::get);
        refused(ErrorCode.UNAVAILABLE, () -> claims(issuer, token));
        // nobody is told that their token is no good while nobody can know
        refused(ErrorCode.UNAVAILABLE, () -> claims(issuer, token));
    }

    @Test
    void anIssuerElsewhereMustBeReachedByHttps() {
        assertThatThrownBy(() -> new Issuer("http://issuer.example", PLAIN, new Https(Optional.empty()), clock::get))
                .hasMessageContaining("https");
    }

    private Issuer issuer(Issuer.Claims claims) {
        return new Issuer(server.address(), claims, new Https(Optional.empty()), clock::get);
    }

    private Principal who(Issuer issuer, Map<String, Object> claims) {
        return claims(issuer, server.token(API, claims));
    }

    private static Principal claims(Issuer issuer, String token) {
        return issuer.principal(issuer.tokens(API).claims(token));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}

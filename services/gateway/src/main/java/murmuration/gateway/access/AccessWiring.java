package murmuration.gateway.access;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.gateway.access.AccessConfig.OidcConfig;
import murmuration.runtime.Database;
import murmuration.runtime.access.Https;
import murmuration.runtime.access.Tokens;
import org.eclipse.microprofile.config.Config;

/** Builds what tells who asks. */
@Singleton
public final class AccessWiring {
    private static final int SHORTEST_KEY = 32;

    /** As the table of keys has it. */
    private static final Duration LONGEST_SESSION = Duration.ofDays(366);

    @Produces
    @Singleton
    Keys keys(@DataSource("gateway") AgroalDataSource source, AccessConfig config) {
        return new Keys(new KeyRows(new Database(source)), config.session());
    }

    @Produces
    @Singleton
    SignIn signIn(AccessConfig config, Keys keys) {
        Optional<Issuer> issuer = config.oidc().issuer().map(name -> issuer(name, config.oidc()));
        return new SignIn(
                config.required(),
                keys,
                config.operatorKey(),
                new SignIn.Elsewhere(
                        issuer.flatMap(known -> config.oidc().audience().map(audience -> bearer(known, audience))),
                        issuer.flatMap(known -> config.oidc().clientId().map(id -> flow(known, id, config.oidc())))));
    }

    @Produces
    @Singleton
    Failures failures() {
        return new Failures(Metrics.globalRegistry, System::nanoTime);
    }

    private static Issuer issuer(String name, OidcConfig config) {
        return new Issuer(
                name,
                new Issuer.Claims(
                        config.nameClaim(), config.roleClaim(), config.roles().all(), config.tenantClaim()),
                new Https(config.ca()),
                System::nanoTime);
    }

    private static SignIn.Bearer bearer(Issuer issuer, String audience) {
        Tokens tokens = issuer.tokens(audience);
        return token -> issuer.principal(tokens.claims(token));
    }

    private static CodeFlow flow(Issuer issuer, String id, OidcConfig config) {
        return new CodeFlow(issuer, new CodeFlow.Client(id, config.clientSecret(), config.scope()));
    }

    /** A gateway that everybody would reach without sign-in does not start, nor one that nobody could reach as it was told. */
    void check(@Observes StartupEvent starting, AccessConfig config, Config server) {
        String host = server.getOptionalValue("quarkus.http.host", String.class).orElse("0.0.0.0");
        if (!config.required() && !isLoopback(host)) {
            throw refused("required is false while other machines reach quarkus.http.host=" + host
                    + "; without sign-in it is an address of this machine alone, like 127.0.0.1");
        }
        config.operatorKey().filter(key -> key.length() < SHORTEST_KEY).ifPresent(key -> {
            throw refused("operator-key has at least " + SHORTEST_KEY + " characters, not " + key.length()
                    + "; make one with: openssl rand -hex 32");
        });
        if (config.session().compareTo(LONGEST_SESSION) > 0) {
            throw refused("session is a year at most, not " + config.session());
        }
        OidcConfig oidc = config.oidc();
        if (oidc.issuer().isPresent()
                && oidc.audience().isEmpty()
                && oidc.clientId().isEmpty()) {
            throw refused("oidc.issuer needs oidc.client-id, for the page, or oidc.audience, for programs, or both");
        }
    }

    private static MurmurationException refused(String rule) {
        return new MurmurationException(ErrorCode.INVALID_INPUT, "murmuration.gateway.sign-in." + rule);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

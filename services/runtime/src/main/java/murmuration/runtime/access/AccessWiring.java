package murmuration.runtime.access;

import io.grpc.BindableService;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.eclipse.microprofile.config.Config;

/** Puts the guard before every service of this process, and its token on every call that it makes. */
@Singleton
public final class AccessWiring {
    @Produces
    @Singleton
    @GlobalInterceptor
    CallerToken token(SignInConfig config) {
        return new CallerToken(config.tokenFile());
    }

    @Produces
    @Singleton
    @GlobalInterceptor
    CallerGuard guard(SignInConfig config, Config server) {
        if (config.required()) {
            return new CallerGuard(Optional.of(tokens(config)));
        }
        if (!isOurs(server)) {
            throw new MurmurationException(
                    ErrorCode.INVALID_INPUT,
                    "murmuration.sign-in.required is false while other machines reach quarkus.grpc.server.host; only a port"
                            + " of the loopback address may be open to all");
        }
        return new CallerGuard(Optional.empty());
    }

    /** A process that serves calls and cannot know who makes them does not start, instead of starting without its port. */
    void check(@Observes StartupEvent starting, @Any Instance<BindableService> services, Instance<CallerGuard> guard) {
        if (!services.isUnsatisfied()) {
            var _ = guard.get();
        }
    }

    private static Tokens tokens(SignInConfig config) {
        URI keys =
                config.keys().orElseThrow(() -> missing("keys", "the issuer's JSON Web Key Set, a file or https://…"));
        // who signed this process's own token signs the others' too
        String issuer = config.issuer()
                .or(() -> config.tokenFile().map(Tokens::issuer))
                .orElseThrow(
                        () -> missing("issuer", "who signs tokens, where murmuration.sign-in.token-file does not"));
        SigningKeys.Source source = "https".equals(keys.getScheme())
                ? new PublishedKeys(keys, config.keysTokenFile(), config.keysCa())
                : SigningKeys.file(keys.getScheme() == null ? Path.of(keys.getPath()) : Path.of(keys));
        return new Tokens(new SigningKeys(source), new Tokens.Rule(issuer, config.audience(), config.subjects()));
    }

    private static MurmurationException missing(String name, String what) {
        return new MurmurationException(
                ErrorCode.INVALID_INPUT, "murmuration.sign-in." + name + " is not set: it says " + what);
    }

    /** Whether no other machine reaches the services: there is no port, or it is the loopback address's. */
    private static boolean isOurs(Config server) {
        if (server.getOptionalValue("quarkus.grpc.server.in-process.enabled", Boolean.class)
                .orElse(false)) {
            return true;
        }
        try {
            String host = server.getOptionalValue("quarkus.grpc.server.host", String.class)
                    .orElse("0.0.0.0");
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

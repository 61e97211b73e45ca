package murmuration.runtime.access;

import io.grpc.BindableService;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.eclipse.microprofile.config.Config;

/** Puts the guard before every service of this process, and its token on every call that it makes. */
@Singleton
public final class AccessWiring {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int CONNECT_MILLIS = 5_000;

    @Produces
    @Singleton
    @GlobalInterceptor
    CallerToken token(SignInConfig config) {
        return new CallerToken(config.tokenFile());
    }

    @Produces
    @Singleton
    SigningKeys keys(SignInConfig config) {
        URI keys =
                config.keys().orElseThrow(() -> missing("keys", "the issuer's JSON Web Key Set, a file or https://…"));
        return new SigningKeys(
                "https".equals(keys.getScheme())
                        ? new PublishedKeys(keys, config.keysTokenFile(), config.keysCa())
                        : SigningKeys.file(keys.getScheme() == null ? Path.of(keys.getPath()) : Path.of(keys)));
    }

    @Produces
    @Singleton
    @GlobalInterceptor
    CallerGuard guard(SignInConfig config, Config server, Instance<SigningKeys> keys) {
        if (config.required()) {
            return new CallerGuard(Optional.of(tokens(config, keys.get())), Metrics.globalRegistry);
        }
        if (!isOurs(server)) {
            throw new MurmurationException(
                    ErrorCode.INVALID_INPUT,
                    "murmuration.sign-in.required is false while other machines reach quarkus.grpc.server.host; only a port"
                            + " of the loopback address may be open to all");
        }
        return new CallerGuard(Optional.empty(), Metrics.globalRegistry);
    }

    /** A process that serves calls does not start where it cannot know who makes them, or where nobody can make one. */
    void check(
            @Observes StartupEvent starting,
            @Any Instance<BindableService> services,
            SignInConfig config,
            Instance<SigningKeys> keys,
            Instance<CallerGuard> guard,
            Config server) {
        if (services.isUnsatisfied()) {
            return;
        }
        var _ = guard.get();
        if (config.required()) {
            keys.get().await(PATIENCE);
        }
        if (LaunchMode.current() == LaunchMode.NORMAL && isNetworked(server) && !answers(server)) {
            throw new MurmurationException(
                    ErrorCode.UNAVAILABLE, "the port of gRPC is not open; what was logged before this says why");
        }
    }

    private static Tokens tokens(SignInConfig config, SigningKeys keys) {
        // who signed this process's own token signs the others' too
        String issuer = config.issuer()
                .or(() -> config.tokenFile().map(Tokens::issuer))
                .orElseThrow(
                        () -> missing("issuer", "who signs tokens, where murmuration.sign-in.token-file does not"));
        return new Tokens(keys, new Tokens.Rule(issuer, config.audience(), config.subjects()));
    }

    private static boolean isNetworked(Config server) {
        return !server.getOptionalValue("quarkus.grpc.server.in-process.enabled", Boolean.class)
                .orElse(false);
    }

    /** Quarkus goes on where its server of gRPC could not start. */
    private static boolean answers(Config server) {
        String host = server.getOptionalValue("quarkus.grpc.server.host", String.class)
                .orElse("0.0.0.0");
        int port = server.getOptionalValue("quarkus.grpc.server.port", Integer.class)
                .orElse(9000);
        try (Socket socket = new Socket()) {
            InetAddress address = InetAddress.getByName(host);
            socket.connect(
                    new InetSocketAddress(
                            address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address, port),
                    CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static MurmurationException missing(String name, String what) {
        return new MurmurationException(
                ErrorCode.INVALID_INPUT, "murmuration.sign-in." + name + " is not set: it says " + what);
    }

    /** Whether no other machine reaches the services: there is no port, or it is the loopback address's. */
    private static boolean isOurs(Config server) {
        if (!isNetworked(server)) {
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

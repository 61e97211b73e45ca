package murmuration.standalone;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/**
 * All processes of an installation on this machine. Each is told what it needs and no more: its own database role's password,
 * its own token, the ports of the others, and the deployment's key where it derives something from it.
 */
final class Apart implements AutoCloseable {
    /** In the order in which they start; they end in the opposite one, callers first. */
    private static final List<String> NAMES =
            List.of("extraction", "embedding", "clustering", "hierarchy", "privacy", "workflows", "gateway");

    /** The gateway derives nothing from the deployment's key, and clustering neither. */
    private static final List<String> KEYLESS = List.of("gateway", "clustering");

    private static final int FIRST_GRPC_PORT = 9000;
    private static final int FIRST_HTTP_PORT = 8180;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration TOKENS_LAST = Duration.ofDays(30);

    private final List<ApartProcess> processes = new ArrayList<>();

    /** What all of them stand on. */
    record Ground(
            DataFolder folder,
            EmbeddedDatabase database,
            InstalledTemporal temporal,
            LocalIssuer issuer,
            Path programs) {}

    /** Starts them; {@code port} is the gateway's. */
    Apart(Ground ground, int port) {
        Map<String, Integer> grpc = new HashMap<>();
        int next = FIRST_GRPC_PORT;
        for (String name : NAMES) {
            next = Ports.free(next);
            grpc.put(name, next++);
        }
        int http = FIRST_HTTP_PORT;
        for (String name : NAMES) {
            http = Ports.free(http);
            int own = name.equals("gateway") ? port : http++;
            processes.add(new ApartProcess(
                    name,
                    ground.programs().resolve(name),
                    ground.folder().log(name),
                    environment(ground, name, grpc, own),
                    own));
        }
        processes.forEach(ApartProcess::start);
    }

    private static Map<String, String> environment(Ground ground, String name, Map<String, Integer> grpc, int http) {
        DataFolder folder = ground.folder();
        Map<String, String> all = new HashMap<>();
        all.put("JAVA_HOME", System.getProperty("java.home"));
        all.put("JAVA_OPTIONS", "-Xmx1g");
        all.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        all.put("QUARKUS_HTTP_PORT", Integer.toString(http));
        all.put("QUARKUS_GRPC_SERVER_HOST", "127.0.0.1");
        all.put("QUARKUS_GRPC_SERVER_PORT", Integer.toString(Objects.requireNonNull(grpc.get(name))));
        grpc.forEach((other, port) -> {
            String service = other.equals("workflows") ? "RUNS" : other.toUpperCase(Locale.ROOT);
            all.put("MURMURATION_" + service + "_HOST", "127.0.0.1");
            all.put("MURMURATION_" + service + "_PORT", Integer.toString(port));
        });
        all.put("MURMURATION_DATA", folder.path().toString());
        all.put("MURMURATION_DATABASE_URL", ground.database().url());
        all.put(
                "MURMURATION_DATABASE_PASSWORD_" + name.toUpperCase(Locale.ROOT),
                ground.database().password(name));
        all.put("MURMURATION_SIGN_IN_ISSUER", LocalIssuer.NAME);
        all.put("MURMURATION_SIGN_IN_KEYS", ground.issuer().keys().toUri().toString());
        all.put(
                "MURMURATION_SIGN_IN_TOKEN_FILE",
                ground.issuer().token(name, TOKENS_LAST).toString());
        if (!KEYLESS.contains(name)) {
            all.put(
                    "MURMURATION_DEPLOYMENT_KEY",
                    Optional.ofNullable(System.getenv("MURMURATION_DEPLOYMENT_KEY"))
                            .filter(key -> !key.isBlank())
                            .orElseGet(() -> folder.secret("deployment")));
        }
        if (name.equals("gateway")) {
            all.put("MURMURATION_GATEWAY_SIGN_IN_REQUIRED", "false");
            all.put("MURMURATION_GATEWAY_SIGN_IN_OPERATOR_KEY", folder.secret(DataFolder.OPERATOR));
            System.getenv().forEach((key, value) -> {
                if (key.startsWith("MURMURATION_GATEWAY_")) {
                    all.put(key, value);
                }
            });
        }
        if (name.equals("workflows")) {
            all.put("MURMURATION_TEMPORAL_ADDRESS", ground.temporal().address());
            all.put("MURMURATION_WORKFLOWS_PAYLOAD_KEY", folder.secret("payload"));
        }
        return all;
    }

    /** Waits until every one is ready. */
    void awaitReady() {
        Instant end = Instant.now().plus(PATIENCE);
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (ApartProcess process : processes) {
                while (!process.isReady(http)) {
                    if (Instant.now().isAfter(end)) {
                        throw new MurmurationException(
                                ErrorCode.UNAVAILABLE,
                                process.name() + " is not ready after " + PATIENCE.toMinutes() + " minutes; its log is "
                                        + process.log());
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
                }
            }
        }
    }

    @Override
    public void close() {
        // all are told at once to start no other again; then each is waited for, callers first
        processes.reversed().forEach(ApartProcess::end);
        processes.reversed().forEach(ApartProcess::awaitEnd);
    }
}

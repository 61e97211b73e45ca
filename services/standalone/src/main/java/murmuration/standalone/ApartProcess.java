package murmuration.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/**
 * One of the processes of this machine: its folder as {@code make package} made it, its environment, its ports. Where it dies
 * it is started again, as Kubernetes would, until it is told to end. Thread-safe.
 */
final class ApartProcess {
    private static final long GRACE_SECONDS = 30;

    private final String name;
    private final Path folder;
    private final Path log;
    private final Map<String, String> environment;
    private final int port;
    private @Nullable Process process;
    private boolean ending;

    /**
     * One that does not run yet.
     *
     * @param folder with its {@code run}
     * @param port where it answers over HTTP
     */
    ApartProcess(String name, Path folder, Path log, Map<String, String> environment, int port) {
        this.name = name;
        this.folder = folder;
        this.log = log;
        this.environment = Map.copyOf(environment);
        this.port = port;
    }

    String name() {
        return name;
    }

    /** Starts it. */
    synchronized void start() {
        if (ending) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(folder.resolve("run").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(key -> key.startsWith("QUARKUS_") || isSecret(key));
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            process = started;
            var _ = started.onExit().thenRun(this::again);
        } catch (IOException e) {
            throw new MurmurationException(
                    ErrorCode.UNAVAILABLE, "cannot start " + folder.resolve("run") + "; build it: make package", e);
        }
    }

    /** What the launcher may have been told, and no process needs to know. */
    private static boolean isSecret(String key) {
        return key.startsWith("MURMURATION_DATABASE_")
                || key.startsWith("MURMURATION_GATEWAY_")
                || key.startsWith("MURMURATION_API_KEY")
                || key.equals("MURMURATION_DEPLOYMENT_KEY");
    }

    private synchronized void again() {
        if (!ending) {
            System.err.println(name + " ended and is started again; its log is " + log);
            start();
        }
    }

    /** Whether its stores answer and it takes calls. */
    boolean isReady(HttpClient http) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Where what it says is kept. */
    Path log() {
        return log;
    }

    /** Asks it to end. */
    synchronized void end() {
        ending = true;
        if (process != null) {
            process.destroy();
        }
    }

    /** Waits until it has ended; ends it by force where it takes too long. */
    void awaitEnd() {
        @Nullable Process running;
        synchronized (this) {
            running = process;
        }
        if (running == null) {
            return;
        }
        try {
            if (!running.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running.destroyForcibly();
        }
    }
}

package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import murmuration.runtime.Json;

/** The packaged application as a person runs it: child processes on a data folder of their own, and its API. */
final class Packaged {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path data;
    private final Map<String, String> environment;

    Packaged(Path data) {
        this(data, Map.of());
    }

    Packaged(Path data, Map<String, String> environment) {
        this.data = data;
        this.environment = environment;
    }

    /** What a command printed and how it ended. */
    record Ended(int code, String out) {}

    Path data() {
        return data;
    }

    /** Runs a command to its end. */
    Ended run(String... command) {
        try {
            Path out = Files.createTempFile("murmuration", ".out");
            Process process = process(out, command);
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after 10 minutes:\n" + Files.readString(out));
            }
            return new Ended(process.exitValue(), Files.readString(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a command answers to a program: all that it prints, without what it tells on the way. */
    JsonNode answer(String... command) {
        try {
            Path out = Files.createTempFile("murmuration", ".out");
            Process process = builder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.onExit().join();
            return Json.read(Files.readString(out), JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a command and does not wait for its end. */
    Process start(String... command) {
        try {
            return process(Files.createTempFile("murmuration", ".out"), command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server and waits until it answers. */
    Process serve() {
        Process process = start("serve");
        until(() -> answers(process));
        return process;
    }

    /** Ends a process and waits until it and what it writes are gone. */
    static void end(Process process) {
        process.destroy();
        process.onExit().join();
    }

    /** Whether a server that was started answers already. */
    boolean answers(Process process) {
        if (!process.isAlive()) {
            throw new IllegalStateException("the server ended with " + process.exitValue());
        }
        return new DataFolder(data).server().isPresent();
    }

    JsonNode get(String path) {
        return Json.read(text("/api/v1" + path), JsonNode.class);
    }

    String text(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(server().path("url").asText() + path))
                    .timeout(Duration.ofMinutes(1))
                    .build();
            return HTTP.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode post(String path, String type, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(server().path("url").asText() + "/api/v1" + path))
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString(body))
                    .timeout(Duration.ofMinutes(1))
                    .build();
            return Json.read(HTTP.send(request, BodyHandlers.ofString()).body(), JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode server() {
        try {
            return Json.read(Files.readString(data.resolve("server.json")), JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a condition, at most five minutes. */
    static void until(BooleanSupplier condition) {
        Instant end = Instant.now().plus(Duration.ofMinutes(5));
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("the condition did not come true in five minutes");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /** Starts a command that talks to a server which runs already. */
    Process start(Path out, String... command) throws IOException {
        return process(out, command);
    }

    private Process process(Path out, String... command) throws IOException {
        return builder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }

    private ProcessBuilder builder(String... command) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Duser.timezone=UTC",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
        environment.forEach((key, value) -> {
            if (key.startsWith("-D")) {
                line.add(key + "=" + value);
            }
        });
        line.addAll(List.of("-jar", JAR.toString()));
        line.addAll(List.of(command));
        line.addAll(command[0].equals("sample") ? List.of() : List.of("--data", data.toString()));
        ProcessBuilder builder = new ProcessBuilder(line);
        environment.forEach((key, value) -> {
            if (!key.startsWith("-D")) {
                builder.environment().put(key, value);
            }
        });
        return builder;
    }
}

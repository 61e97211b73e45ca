package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import murmuration.runtime.Json;

/**
 * A page in a headless Chromium that is on this machine already, driven by the DevTools protocol. What the page reports as
 * an error or a warning is kept.
 */
final class Browser implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final String LISTENS = "DevTools listening on ";

    private final Process process;
    private final WebSocket socket;
    private final Answers answers = new Answers();
    private final AtomicInteger sent = new AtomicInteger();
    private final String session;

    private Browser(Process process, URI address) {
        this.process = process;
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, answers)
                .join();
        String target = send("", "Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asText();
        session = send("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        for (String domain : List.of("Runtime", "Log", "Page")) {
            send(session, domain + ".enable", Map.of());
        }
    }

    /** The program, named by CHROMIUM or found on the PATH. */
    static Optional<Path> installed() {
        Stream<Path> named = Stream.ofNullable(System.getenv("CHROMIUM")).map(Path::of);
        Stream<Path> found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return Stream.concat(named, found).filter(Files::isExecutable).findFirst();
    }

    /** @param profile a folder for what the browser keeps */
    static Browser start(Path program, Path profile) throws IOException {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--no-first-run",
                        "--window-size=1400,850",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(LISTENS)) {
                Thread.ofVirtual().start(() -> said.lines().forEach(_ -> {}));
                return new Browser(process, URI.create(line.substring(LISTENS.length())));
            }
        }
        throw new IllegalStateException(program + " ended before it listened");
    }

    void prefer(String theme) {
        send(
                session,
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
    }

    void open(String address) {
        send(session, "Page.navigate", Map.of("url", address));
    }

    /** The value of a JavaScript expression in the page. */
    JsonNode value(String expression) {
        JsonNode answer = send(session, "Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer);
        }
        return answer.path("result").path("value");
    }

    /** Waits until an expression is true in the page. */
    void until(String expression) {
        Packaged.until(() -> value(expression).asBoolean());
    }

    void press(String key) {
        for (String type : List.of("keyDown", "keyUp")) {
            send(session, "Input.dispatchKeyEvent", Map.of("type", type, "key", key, "code", key));
        }
    }

    /** What the page reported so far. */
    List<String> faults() {
        return List.copyOf(answers.faults);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private JsonNode send(String session, String method, Map<String, Object> parameters) {
        ObjectNode message = JsonNodeFactory.instance
                .objectNode()
                .put("id", sent.incrementAndGet())
                .put("method", method)
                .set("params", Json.read(Json.write(parameters), JsonNode.class));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = answers.of(message.path("id").asInt());
        socket.sendText(message.toString(), true).join();
        JsonNode got = answer.orTimeout(30, TimeUnit.SECONDS).join();
        if (got.has("error")) {
            throw new IllegalStateException(method + ": " + got.path("error"));
        }
        return got.path("result");
    }

    /** What comes back: answers by the id of what was sent, and events, of which only faults are kept. */
    private static final class Answers implements WebSocket.Listener {
        private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
        private final List<String> faults = new CopyOnWriteArrayList<>();
        private final StringBuilder part = new StringBuilder();

        CompletableFuture<JsonNode> of(int id) {
            return waiting.computeIfAbsent(id, _ -> new CompletableFuture<>());
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            part.append(text);
            if (last) {
                take(Json.read(part.toString(), JsonNode.class));
                part.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void take(JsonNode message) {
            if (message.has("id")) {
                of(message.path("id").asInt()).complete(message);
            } else if (isFault(message)) {
                faults.add(message.path("params").toString());
            }
        }

        private static boolean isFault(JsonNode message) {
            JsonNode told = message.path("params");
            return switch (message.path("method").asText()) {
                case "Runtime.exceptionThrown" -> true;
                case "Runtime.consoleAPICalled" ->
                    List.of("error", "warning").contains(told.path("type").asText());
                case "Log.entryAdded" -> isFaultOfThePage(told.path("entry"));
                default -> false;
            };
        }

        /** The browser also remarks how often a canvas is read, and only tests read it. */
        private static boolean isFaultOfThePage(JsonNode entry) {
            return !entry.path("source").asText().equals("rendering")
                    && List.of("error", "warning").contains(entry.path("level").asText());
        }
    }
}

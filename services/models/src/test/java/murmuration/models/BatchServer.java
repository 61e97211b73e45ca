package murmuration.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import murmuration.runtime.Json;

/** A provider with both batch interfaces. Of five calls in a row it fails the second, forgets the third and garbles the fourth. */
final class BatchServer implements AutoCloseable {
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<JsonNode> alone = new CopyOnWriteArrayList<>();
    /** By id of a file, or of a batch of Anthropic's, which has none. */
    final Map<String, List<JsonNode>> calls = new ConcurrentHashMap<>();

    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> batches = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    volatile String state = "in_progress";
    volatile int status = 200;
    volatile boolean keepsFiles;
    /** The batch for which there is no room in the line. */
    volatile String turnedAway = "";

    /** What somebody on the way says in place of a batch's results. */
    volatile String page = "";

    /** What others do, once, after batches were looked through and before what is there is told. */
    final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

    volatile boolean answers = true;

    /** A field that a call alone may not have. */
    volatile String refuses = "nothing";

    /** A request that fails. @param done it was done all the same */
    record Failing(String what, int status, boolean done) {}

    volatile Failing failing = new Failing("", 0, false);

    BatchServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String what = exchange.getRequestMethod() + " "
                + exchange.getRequestURI().getPath().substring("/v1".length());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(what);
        boolean fails = what.equals(failing.what());
        boolean done = status == 200 && (!fails || failing.done());
        byte[] answer =
                (done ? answer(what, body) : "{\"error\":{\"message\":\"CANARY\"}}").getBytes(StandardCharsets.UTF_8);
        if (what.equals("GET /batches")) {
            meanwhile.getAndSet(() -> {}).run();
        }
        boolean refused =
                done && what.equals("POST /chat/completions") && alone.getLast().has(refuses);
        if (refused) {
            answer = ("{\"error\":{\"code\":\"unsupported_value\",\"message\":\"'" + refuses + "' is not supported\"}}")
                    .getBytes(StandardCharsets.UTF_8);
        }
        boolean lost = !answers && (what.equals("POST /batches") || what.equals("POST /messages/batches"));
        int code = refused
                ? 400
                : fails ? failing.status() : keepsFiles && what.startsWith("DELETE /files/") ? 500 : status;
        exchange.sendResponseHeaders(code, answer.length + (lost ? 100 : 0));
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private String answer(String what, String body) throws IOException {
        String last = what.substring(what.lastIndexOf('/') + 1);
        if (what.equals("POST /chat/completions") || what.equals("POST /messages")) {
            alone.add(Json.mapper().readTree(body));
            return what.equals("POST /messages") ? message() : completion();
        }
        if (what.equals("POST /files")) {
            String file = "file-" + calls.size();
            List<JsonNode> lines = new ArrayList<>();
            for (String line : body.lines().filter(text -> text.startsWith("{")).toList()) {
                lines.add(Json.mapper().readTree(line));
            }
            calls.put(file, lines);
            names.put(file, body.split("filename=\"", 2)[1].split("\"", 2)[0]);
            return file(file);
        }
        if (what.equals("GET /files")) {
            return "{\"has_more\":false,\"data\":["
                    + String.join(",", names.keySet().stream().map(this::file).toList()) + "]}";
        }
        if (what.equals("POST /batches")) {
            String id = "batch_" + batches.size();
            batches.put(id, Json.mapper().readTree(body));
            return batch(id);
        }
        if (what.equals("POST /messages/batches")) {
            String id = "msgbatch_" + calls.size();
            List<JsonNode> requests = new ArrayList<>();
            Json.mapper().readTree(body).path("requests").forEach(requests::add);
            calls.put(id, requests);
            return "{\"id\":\"" + id + "\"}";
        }
        if (what.equals("GET /batches")) {
            return "{\"has_more\":false,\"data\":["
                    + String.join(
                            ",", batches.keySet().stream().map(this::batch).toList()) + "]}";
        }
        if (what.startsWith("GET /batches/")) {
            return batch(last);
        }
        if (!page.isEmpty() && (last.equals("content") || last.equals("results"))) {
            return page;
        }
        if (last.equals("content")) {
            String file = part(what).replace("out-", "");
            return results(handedIn(file), BatchServer::openAi);
        }
        if (last.equals("results")) {
            return results(handedIn(part(what)), BatchServer::anthropic);
        }
        return "{\"processing_status\":\"" + (state.equals("completed") ? "ended" : state) + "\"}";
    }

    private String file(String id) {
        return "{\"id\":\"" + id + "\",\"filename\":\"" + names.get(id) + "\"}";
    }

    /** The part of a path before its last one. */
    private static String part(String what) {
        Path path = Path.of(what);
        return path.getName(path.getNameCount() - 2).toString();
    }

    private List<JsonNode> handedIn(String file) {
        return Objects.requireNonNull(calls.get(file));
    }

    private String batch(String id) {
        JsonNode created = Objects.requireNonNull(batches.get(id));
        String file = created.path("input_file_id").asText();
        if (id.equals(turnedAway)) {
            return "{\"id\":\"" + id + "\",\"status\":\"failed\",\"input_file_id\":\"" + file
                    + "\",\"errors\":{\"object\":\"list\",\"data\":[{\"code\":\"token_limit_exceeded\"}]}}";
        }
        return "{\"id\":\"" + id + "\",\"status\":\"" + state + "\",\"input_file_id\":\"" + file + "\",\"metadata\":"
                + created.path("metadata")
                + (state.equals("completed") ? ",\"output_file_id\":\"out-" + file + "\"" : "") + "}";
    }

    @FunctionalInterface
    private interface Form {
        String of(String id, boolean answered);
    }

    private static String results(List<JsonNode> calls, Form form) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            String id = calls.get(i).path("custom_id").asText();
            switch (i % 5) {
                case 1 -> lines.add(form.of(id, false));
                case 2 -> lines.add("{\"custom_id\":\"1-77-nobody\",\"response\":7,\"result\":{}}");
                case 3 -> lines.add(form.of(id, true).substring(0, 40));
                default -> lines.add(form.of(id, true));
            }
        }
        Collections.reverse(lines);
        return String.join("\n", lines) + "\n";
    }

    private static String openAi(String id, boolean answered) {
        return "{\"custom_id\":\"" + id + "\",\"response\":{\"status_code\":" + (answered ? 200 : 500) + ",\"body\":"
                + (answered ? completion() : "{\"error\":{\"message\":\"CANARY\"}}") + "},\"error\":null}";
    }

    private static String anthropic(String id, boolean answered) {
        return "{\"custom_id\":\"" + id + "\",\"result\":"
                + (answered ? "{\"type\":\"succeeded\",\"message\":" + message() + "}" : "{\"type\":\"expired\"}")
                + "}";
    }

    private static String completion() {
        return "{\"id\":\"c\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\","
                + "\"message\":{\"role\":\"assistant\",\"content\":\"{\\\"answer\\\":true}\"}}],"
                + "\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":10,\"total_tokens\":110}}";
    }

    private static String message() {
        return "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"stop_reason\":\"tool_use\","
                + "\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"answer_screen\",\"input\":{\"answer\":true}}],"
                + "\"usage\":{\"input_tokens\":100,\"output_tokens\":10}}";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

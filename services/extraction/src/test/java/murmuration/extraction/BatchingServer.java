package murmuration.extraction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import murmuration.runtime.Json;

/** Speaks OpenAI's completions and batches; the same question has the same answer. In batches every fifth call is left out. */
final class BatchingServer implements AutoCloseable {
    final List<String> alone = new CopyOnWriteArrayList<>();
    /** Calls by the file they came in. */
    final Map<String, List<String>> files = new ConcurrentHashMap<>();

    volatile boolean completed;
    private final HttpServer server;

    BatchingServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] answer = answer(exchange.getRequestMethod() + " " + path, body).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private String answer(String what, String body) throws IOException {
        String last = what.substring(what.lastIndexOf('/') + 1);
        return switch (what) {
            case "POST /v1/chat/completions" -> {
                JsonNode call = Json.mapper().readTree(body);
                alone.add(call.at("/response_format/json_schema/name").asText());
                yield completion(call);
            }
            case "POST /v1/files" -> {
                String id = "f" + files.size();
                files.put(id, body.lines().filter(line -> line.startsWith("{")).toList());
                yield "{\"id\":\"" + id + "\"}";
            }
            case "POST /v1/batches" ->
                batch(Json.mapper().readTree(body).path("input_file_id").asText());
            default ->
                last.equals("content")
                        ? results(what.replaceAll(".*/files/|/content", ""))
                        : batch(last.replace("b-", ""));
        };
    }

    private String batch(String file) {
        return "{\"id\":\"b-" + file + "\",\"input_file_id\":\"" + file + "\",\"status\":"
                + (completed ? "\"completed\",\"output_file_id\":\"" + file + "\"" : "\"in_progress\"") + "}";
    }

    private String results(String file) throws IOException {
        StringBuilder lines = new StringBuilder();
        List<String> calls = files.getOrDefault(file, List.of());
        for (int i = 0; i < calls.size(); i++) {
            JsonNode call = Json.mapper().readTree(calls.get(i));
            if (i % 5 != 4) {
                lines.append("{\"custom_id\":\"")
                        .append(call.path("custom_id").asText())
                        .append("\",\"response\":{\"status_code\":200,\"body\":")
                        .append(completion(call.path("body")))
                        .append("}}\n");
            }
        }
        return lines.toString();
    }

    private static String completion(JsonNode call) {
        String question = call.at("/messages/1/content").asText();
        boolean screen = call.at("/response_format/json_schema/name").asText().equals("screen");
        String said = screen
                ? "{\"answer\": " + (question.hashCode() % 3 != 0) + "}"
                : "{\"request\": \"about " + Integer.toHexString(question.hashCode())
                        + "\", \"language\": \"English\"}";
        ObjectNode completion = Json.mapper().createObjectNode();
        ObjectNode choice = completion.putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", said);
        completion
                .putObject("usage")
                .put("prompt_tokens", 100)
                .put("completion_tokens", 10)
                .put("total_tokens", 110);
        return completion.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

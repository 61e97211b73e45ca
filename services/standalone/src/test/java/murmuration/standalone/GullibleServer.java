package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import murmuration.runtime.Json;

/**
 * A server of OpenAI's shape with a gullible model. It embeds texts by their words, and never twice alike. Each seventh call
 * fails, with an error that quotes the prompt.
 */
final class GullibleServer implements AutoCloseable {
    private static final int FAILS = 7;

    /** Dimensions of its vectors. */
    static final int DIMENSIONS = 100;

    final GullibleModel model = new GullibleModel();

    final Set<String> keys = ConcurrentHashMap.newKeySet();

    /** Texts that it was asked to embed. */
    final Set<String> embedded = ConcurrentHashMap.newKeySet();

    final AtomicInteger calls = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    GullibleServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private void serve(HttpExchange exchange) throws IOException {
        keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        JsonNode request = Json.mapper().readTree(exchange.getRequestBody());
        String user = request.path("messages").path(1).path("content").asText();
        boolean fails = calls.incrementAndGet() % FAILS == 0;
        String answer = request.has("input") ? vectors(request.path("input")) : answer(request, user);
        byte[] body = (fails ? error(user) : answer).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(fails ? 500 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String error(String user) {
        ObjectNode error = Json.mapper().createObjectNode();
        error.putObject("error").put("type", "server_error").put("message", "cannot answer: " + user);
        return Json.write(error);
    }

    private String vectors(JsonNode texts) {
        ObjectNode answer = Json.mapper().createObjectNode();
        ArrayNode data = answer.putArray("data");
        for (int i = 0; i < texts.size(); i++) {
            embedded.add(texts.path(i).asText());
            float[] vector = new float[DIMENSIONS];
            for (String word : texts.path(i).asText().split("[^a-z]+")) {
                vector[Math.floorMod(word.hashCode(), DIMENSIONS)] += 1;
            }
            ArrayNode embedding = data.addObject().put("index", i).putArray("embedding");
            for (float value : vector) {
                embedding.add(value + ThreadLocalRandom.current().nextFloat() / 1000);
            }
        }
        return Json.write(answer);
    }

    private String answer(JsonNode request, String user) {
        JsonNode schema = request.path("response_format").path("json_schema").path("schema");
        ObjectNode answer = Json.mapper()
                .createObjectNode()
                .put("id", "c")
                .put("object", "chat.completion")
                .put("created", 0)
                .put("model", "gullible");
        ObjectNode choice =
                answer.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", Json.write(model.answer(schema, user)));
        answer.putObject("usage")
                .put("prompt_tokens", 100)
                .put("completion_tokens", 10)
                .put("total_tokens", 110);
        return Json.write(answer);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

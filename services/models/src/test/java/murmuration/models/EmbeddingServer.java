package murmuration.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import murmuration.runtime.Json;

/**
 * An endpoint that embeds: a text's direction follows from its words, its last bits and its length from nothing at all, and the
 * vectors come in any order.
 */
final class EmbeddingServer implements AutoCloseable {
    final List<JsonNode> received = Collections.synchronizedList(new ArrayList<>());
    final List<String> keys = Collections.synchronizedList(new ArrayList<>());

    /** Takes so many texts at once. */
    volatile int most = Integer.MAX_VALUE;

    /** What is done to an answer before it is sent. */
    volatile UnaryOperator<ObjectNode> spoiled = UnaryOperator.identity();

    private final int d;
    private final Random noise = new Random(11);
    private final HttpServer server;

    EmbeddingServer(int d) throws IOException {
        this.d = d;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/embeddings", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    long texts() {
        return received.stream()
                .mapToLong(request -> request.path("input").size())
                .sum();
    }

    private void serve(HttpExchange exchange) throws IOException {
        JsonNode request = Json.mapper().readTree(exchange.getRequestBody());
        keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        received.add(request);
        boolean tooMany = request.path("input").size() > most;
        String answer = tooMany
                ? "{\"error\": {\"message\": \"batch size is over the maximum\"}}"
                : Json.write(spoiled.apply(answer(request)));
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(tooMany ? 422 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private ObjectNode answer(JsonNode request) {
        ObjectNode answer = Json.mapper().createObjectNode();
        List<ObjectNode> vectors = new ArrayList<>();
        for (int i = 0; i < request.path("input").size(); i++) {
            ObjectNode one =
                    Json.mapper().createObjectNode().put("object", "embedding").put("index", i);
            one.set(
                    "embedding",
                    vector(
                            request.path("input").path(i).asText(),
                            request.path("dimensions").asInt(d)));
            vectors.add(one);
        }
        Collections.shuffle(vectors, noise);
        answer.putArray("data").addAll(vectors);
        answer.putObject("usage").put("prompt_tokens", 7 * vectors.size());
        return answer;
    }

    private ArrayNode vector(String text, int dimensions) {
        Random random = new Random(text.hashCode());
        double length = 0.5 + noise.nextDouble();
        ArrayNode vector = Json.mapper().createArrayNode();
        for (int j = 0; j < dimensions; j++) {
            vector.add((float) (length * (random.nextGaussian() + 1e-3 * noise.nextGaussian())));
        }
        return vector;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

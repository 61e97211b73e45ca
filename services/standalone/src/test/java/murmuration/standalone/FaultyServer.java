package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import murmuration.runtime.Json;

/**
 * A server of OpenAI's and of Anthropic's shape with a gullible model: an answer takes its time, a share of the calls fails as
 * calls of providers do, and what it has answered before is counted.
 */
final class FaultyServer implements AutoCloseable {
    private static final long LATENCY = TimeUnit.MILLISECONDS.toNanos(50);

    /** One of so many faults hangs: each is waited for until the client's patience ends. */
    private static final int HANGING = 20;

    private static final List<Fault> QUICK = List.of(Fault.RATE_LIMITED, Fault.BROKEN, Fault.OVERLOADED, Fault.CUT_OFF);

    private final GullibleModel model = new GullibleModel();
    private final Map<String, Integer> answered = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final double share;
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    private enum Fault {
        RATE_LIMITED,
        BROKEN,
        OVERLOADED,
        CUT_OFF,
        HANGS
    }

    /** @param share of calls that fail, whatever they ask */
    FaultyServer(double share) throws IOException {
        this.share = share;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", exchange -> serve(exchange, this::completion));
        server.createContext("/v1/messages", exchange -> serve(exchange, this::message));
        server.start();
    }

    /** As a spec's {@code model.baseUrl} names it. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** How often it was called. */
    int calls() {
        return calls.get();
    }

    /** How many answers it gave to what it had answered before. */
    int answeredAgain() {
        return answered.values().stream().mapToInt(times -> times - 1).sum();
    }

    /** A provider's shape of an answer. */
    private interface Shape {
        Map<String, ?> answer(JsonNode asked);
    }

    private void serve(HttpExchange exchange, Shape shape) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        SplittableRandom random = new SplittableRandom(calls.incrementAndGet());
        LockSupport.parkNanos(LATENCY);
        if (random.nextDouble() < share) {
            fail(exchange, random.nextInt(HANGING) == 0 ? Fault.HANGS : QUICK.get(random.nextInt(QUICK.size())));
        } else {
            String answer = Json.write(shape.answer(Json.read(body, JsonNode.class)));
            answered.merge(body, 1, Integer::sum);
            send(exchange, 200, answer, 0);
        }
    }

    private void fail(HttpExchange exchange, Fault fault) throws IOException {
        String error = "{\"error\": {\"message\": \"asked to fail\"}}";
        switch (fault) {
            case RATE_LIMITED -> {
                exchange.getResponseHeaders().add("retry-after", "1");
                send(exchange, 429, error, 0);
            }
            case BROKEN -> send(exchange, 500, error, 0);
            case OVERLOADED -> send(exchange, 529, error, 0);
            case CUT_OFF -> send(exchange, 200, error, 100);
            case HANGS -> hang();
        }
    }

    /** Until it is closed: nobody waits so long. */
    private void hang() throws IOException {
        try {
            over.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** @param missing bytes that are told of and do not come: the connection closes halfway */
    private static void send(HttpExchange exchange, int status, String answer, int missing) throws IOException {
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(status, body.length + missing);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Map<String, ?> completion(JsonNode asked) {
        JsonNode schema = asked.at("/response_format/json_schema/schema");
        String content =
                Json.write(model.answer(schema, asked.at("/messages/1/content").asText()));
        Map<String, ?> message = Map.of("role", "assistant", "content", content);
        return Map.of(
                "choices",
                List.of(Map.of("index", 0, "message", message, "finish_reason", "stop")),
                "usage",
                Map.of("prompt_tokens", 100, "completion_tokens", 10, "total_tokens", 110));
    }

    private Map<String, ?> message(JsonNode asked) {
        JsonNode tool = asked.at("/tools/0");
        String user = asked.at("/messages/0/content/0/text").asText();
        Map<String, ?> used = Map.of(
                "type",
                "tool_use",
                "id",
                "toolu_1",
                "name",
                tool.path("name").asText(),
                "input",
                model.answer(tool.path("input_schema"), user));
        return Map.of(
                "id",
                "msg_1",
                "type",
                "message",
                "role",
                "assistant",
                "content",
                List.of(used),
                "stop_reason",
                "tool_use",
                "usage",
                Map.of("input_tokens", 100, "output_tokens", 10));
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}

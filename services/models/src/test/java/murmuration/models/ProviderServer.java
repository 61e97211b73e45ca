package murmuration.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import murmuration.runtime.Json;

/** A small provider that answers as it is told to, and keeps what it was sent. */
final class ProviderServer implements AutoCloseable {
    /** What it answers. @param status 0: the connection closes halfway; -1: it never answers */
    record Told(int status, Map<String, String> headers, String body) {}

    record Received(String path, Headers headers, JsonNode body) {}

    final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    volatile Told told = new Told(200, Map.of(), "");
    volatile Function<JsonNode, Told> telling = asked -> told;

    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    ProviderServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        JsonNode asked = Json.mapper().readTree(exchange.getRequestBody());
        received.add(new Received(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), asked));
        Told now = telling.apply(asked);
        if (now.status() < 0) {
            await();
        }
        byte[] body = now.body().getBytes(StandardCharsets.UTF_8);
        now.headers().forEach(exchange.getResponseHeaders()::add);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(
                now.status() <= 0 ? 200 : now.status(), body.length + (now.status() == 0 ? 100 : 0));
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}

package murmuration.standalone;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import murmuration.runtime.Json;

/** A server whose lists have items with the ids {@code 1} to {@code n} of a tenant, two to a page. */
final class PagedLists implements AutoCloseable {
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final int n;

    PagedLists(int n) throws IOException {
        this.n = n;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        asked.add(exchange.getRequestURI().toString());
        Map<String, String> parameters = Stream.of(query == null ? new String[0] : query.split("&"))
                .map(parameter -> parameter.split("="))
                .collect(Collectors.toMap(parameter -> parameter[0], parameter -> parameter[1]));
        int after = Integer.parseInt(parameters.getOrDefault("after", "0"));
        ObjectNode page = Json.mapper().createObjectNode();
        ArrayNode items = page.putArray("items");
        int last = Math.min(n, after + 2);
        for (int id = after + 1; id <= last; id++) {
            items.addObject()
                    .put("id", String.valueOf(id))
                    .put("name", "of " + parameters.getOrDefault("tenant", "default"));
        }
        if (last < n) {
            page.put("next", String.valueOf(last));
        }
        byte[] body = Json.write(page).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

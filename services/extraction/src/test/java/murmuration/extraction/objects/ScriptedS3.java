package murmuration.extraction.objects;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import murmuration.core.ObjectStore;

/** A server that answers what a test says, and remembers what it was asked. What S3 itself does is tried where one is named. */
final class ScriptedS3 implements AutoCloseable {
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final Function<Asked, Answer> script;

    /** @param line {@code GET /bucket/key?query} */
    record Asked(String line, Headers headers) {}

    /** @param cut bytes that the answer promises and does not give */
    record Answer(int status, String body, int cut) {
        static Answer ok(String body) {
            return new Answer(200, body, 0);
        }

        static Answer failed(int status, String code) {
            return new Answer(
                    status, "<Error><Code>" + code + "</Code><Message>as the server puts it</Message></Error>", 0);
        }
    }

    ScriptedS3(Function<Asked, Answer> script) throws IOException {
        this.script = script;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    ObjectStore store(String... more) {
        return S3Objects.of(S3Settings.of(S3Settings.at(url(), more))).orElseThrow();
    }

    List<String> lines() {
        return asked.stream().map(Asked::line).toList();
    }

    private void serve(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        Asked request =
                new Asked(exchange.getRequestMethod() + " " + exchange.getRequestURI(), exchange.getRequestHeaders());
        asked.add(request);
        Answer answer = script.apply(request);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("ETag", "\"tag\"");
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length + answer.cut());
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

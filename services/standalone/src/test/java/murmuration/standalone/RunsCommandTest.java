package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said of a run whose release went with its data set. */
@Timeout(60)
class RunsCommandTest {
    @Test
    void aRunWhoseDataSetWasDeletedIsShownWithoutItsTree() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer(server, "/api/v1/runs/r1", 200, "{\"id\": \"r1\", \"state\": \"PUBLISHED\"}");
        answer(server, "/api/v1/runs/r1/tree", 404, "{\"code\": \"NOT_FOUND\", \"detail\": \"not published\"}");
        server.start();
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(Main.execute("runs", "show", "r1", "--server", url)).isZero();
        } finally {
            System.setOut(before);
            server.stop(0);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("r1  PUBLISHED", "its data set was deleted");
    }

    private static void answer(HttpServer server, String path, int status, String body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}

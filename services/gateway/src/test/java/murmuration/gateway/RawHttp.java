package murmuration.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends bytes as they are, which no HTTP client would: a connection each, closed at the end of the first answer. */
final class RawHttp {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");

    private RawHttp() {}

    /** An answer. @param head status line and headers */
    record Answer(int status, String head, String body) {
        Optional<String> header(String name) {
            Matcher found = Pattern.compile("(?im)^" + name + ": *(.*?)\r?$").matcher(head);
            return found.find() ? Optional.of(found.group(1)) : Optional.empty();
        }
    }

    /**
     * The answer to these bytes; empty where the connection was closed without one.
     *
     * @param neighbor 1 to 254: from which of this machine's addresses they come
     * @param ends whether nothing more will be sent, so that a body that is shorter than announced is seen to be
     */
    static Optional<Answer> send(byte[] request, int neighbor, boolean ends) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0." + neighbor), 0));
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), RestAssured.port));
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(request);
                if (ends) {
                    socket.shutdownOutput();
                }
                return read(socket.getInputStream(), new String(request, 0, 5, StandardCharsets.ISO_8859_1));
            } catch (SocketException closedWhileSending) {
                return Optional.empty();
            }
        }
    }

    private static Optional<Answer> read(InputStream in, String verb) throws IOException {
        String head = until(in, "\r\n\r\n");
        if (head.isEmpty()) {
            return Optional.empty();
        }
        int status = Integer.parseInt(head.substring(9, 12));
        if (status == 100) {
            return read(in, verb);
        }
        boolean bare = verb.equals("HEAD ") || status == 204 || status == 304;
        return Optional.of(new Answer(status, head, bare ? "" : body(in, head)));
    }

    private static String body(InputStream in, String head) throws IOException {
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            return text(in.readNBytes(Integer.parseInt(length.group(1))));
        }
        assertThat(head.toLowerCase(Locale.ROOT)).contains("transfer-encoding: chunked");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int n = chunk(in); n > 0; n = chunk(in)) {
            all.write(in.readNBytes(n));
            in.skipNBytes(2);
        }
        return text(all.toByteArray());
    }

    /** Zero at the end, and where the stream of an answer breaks off. */
    private static int chunk(InputStream in) throws IOException {
        String length = until(in, "\r\n").strip();
        return length.isEmpty() ? 0 : Integer.parseInt(length, 16);
    }

    private static String until(InputStream in, String end) throws IOException {
        StringBuilder all = new StringBuilder();
        while (all.length() < end.length() || all.indexOf(end, all.length() - end.length()) < 0) {
            int one = in.read();
            if (one < 0) {
                return "";
            }
            all.append((char) one);
        }
        return all.toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

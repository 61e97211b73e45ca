package murmuration.gateway;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Under which name a request came. */
final class Hosts {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    private Hosts() {}

    /** Host and port as the client names them; empty where it names none. HTTP/2 calls it :authority, HTTP/1.1 Host. */
    static String authority(HttpServerRequest request) {
        @Nullable HostAndPort authority = request.authority();
        return authority == null ? "" : authority.toString();
    }

    /** The name without its port, in small letters. */
    static String name(String authority) {
        return authority.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    }

    /** Whether it is a name of the machine itself, to which browsers send a cookie without encryption. */
    static boolean isLoopback(HttpServerRequest request) {
        return LOOPBACK.contains(name(authority(request)));
    }
}

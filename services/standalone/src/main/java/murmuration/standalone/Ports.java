package murmuration.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** Ports of the loopback address that nobody listens on. */
final class Ports {
    private static final int TRIED = 100;
    private static final int LAST = 65_535;

    private Ports() {}

    /** The first free one from this one on. */
    static int free(int from) {
        for (int port = from; port < from + TRIED; port++) {
            if (isFree(port)) {
                return port;
            }
        }
        throw new MurmurationException(
                ErrorCode.UNAVAILABLE, "no free port from " + from + " to " + (from + TRIED - 1));
    }

    /** This one, which must be free. */
    static int exactly(int port) {
        if (port < 1 || port > LAST) {
            throw new MurmurationException(
                    ErrorCode.INVALID_REQUEST, "--port is a number from 1 to " + LAST + ", not " + port);
        }
        if (!isFree(port)) {
            throw new MurmurationException(
                    ErrorCode.UNAVAILABLE, "port " + port + " is taken; choose another with --port");
        }
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}

package murmuration.standalone;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/**
 * The embedded Temporal: the server in memory of its makers, with real time. It asks nobody who they are, so it listens on
 * the loopback address only; the makers' own way to open a port listens on every address.
 */
final class EmbeddedTemporal implements AutoCloseable {
    private static final long GRACE_SECONDS = 1;
    private static final int PORTS = 100;

    private final TestServicesStarter services;
    private final Server server;

    private EmbeddedTemporal(TestServicesStarter services, Server server) {
        this.services = services;
        this.server = server;
    }

    /** Starts it on the first port of this machine from {@code first} on that it can have. */
    static EmbeddedTemporal start(int first) {
        boolean realTime = true;
        TestServicesStarter services = new TestServicesStarter(realTime, 0);
        for (int port = first; port < first + PORTS; port++) {
            NettyServerBuilder builder =
                    NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
            try {
                return new EmbeddedTemporal(services, builder.build().start());
            } catch (IOException taken) {
                // the next one: to look for a free one before would not keep it free
            }
        }
        services.close();
        throw new MurmurationException(
                ErrorCode.UNAVAILABLE, "Temporal finds no free port from " + first + " to " + (first + PORTS - 1));
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().getFirst();
    }

    @Override
    public void close() {
        server.shutdown();
        services.close();
        try {
            server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.shutdownNow();
    }
}

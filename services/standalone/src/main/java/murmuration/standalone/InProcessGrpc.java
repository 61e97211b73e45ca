package murmuration.standalone;

import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.quarkus.grpc.runtime.config.GrpcClientConfiguration;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.quarkus.grpc.spi.GrpcBuilderProvider;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * gRPC inside one process: the same stubs and services, no port. Stands in for Quarkus's own in-process extension, which
 * is not published for this Quarkus version; found through the service loader.
 */
public final class InProcessGrpc implements GrpcBuilderProvider<InProcessServerBuilder> {
    @Override
    public boolean providesServer(GrpcServerConfiguration configuration) {
        return configuration.inProcess().enabled();
    }

    @Override
    public ServerBuilder<InProcessServerBuilder> createServerBuilder(
            Vertx vertx, GrpcServerConfiguration configuration, LaunchMode mode) {
        // Quarkus's interceptors duplicate the Vert.x context of a call, so calls must arrive on one
        Context context = vertx.getOrCreateContext();
        return InProcessServerBuilder.forName(configuration.inProcess().name())
                .executor(command -> context.runOnContext(ignored -> command.run()));
    }

    @Override
    public void startServer(Server server) throws IOException {
        server.start();
    }

    @Override
    public void postStartup(Server server, ShutdownContext shutdown) {
        shutdown.addShutdownTask(server::shutdownNow);
    }

    @Override
    public void devModeReload(
            List<ServerServiceDefinition> services,
            Map<String, ServerMethodDefinition<?, ?>> methods,
            List<ServerInterceptor> interceptors,
            ShutdownContext shutdown) {
        throw new IllegalStateException("development mode reloads are not for the in-process server");
    }

    @Override
    public boolean serverAlreadyExists() {
        return false;
    }

    @Override
    public String serverInfo(String host, int port, GrpcServerConfiguration configuration) {
        return "in-process gRPC server " + configuration.inProcess().name();
    }

    @Override
    public boolean providesChannel(GrpcClientConfiguration configuration) {
        return configuration.inProcess().enabled();
    }

    @Override
    public String resolver() {
        return "inprocess";
    }

    @Override
    public ManagedChannelBuilder<?> createChannelBuilder(GrpcClientConfiguration configuration, String target) {
        return InProcessChannelBuilder.forName(configuration.inProcess().name());
    }

    @Override
    public String channelInfo(GrpcClientConfiguration configuration) {
        return "in-process channel " + configuration.inProcess().name();
    }
}

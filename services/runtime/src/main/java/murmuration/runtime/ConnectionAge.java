package murmuration.runtime;

import io.grpc.ServerBuilder;
import io.quarkus.grpc.api.ServerBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.vertx.grpc.VertxServerBuilder;
import jakarta.enterprise.context.Dependent;
import java.util.concurrent.TimeUnit;

/**
 * Ends each connection after a while, once its calls are done, so that who calls asks anew which processes there are and
 * shares its calls among all of them. Calls in one JVM have no connections.
 */
@Dependent
public final class ConnectionAge<T extends ServerBuilder<T>> implements ServerBuilderCustomizer<T> {
    private final RuntimeConfig config;

    ConnectionAge(RuntimeConfig config) {
        this.config = config;
    }

    @Override
    public void customize(GrpcServerConfiguration server, T builder) {
        if (builder instanceof VertxServerBuilder network) {
            network.nettyBuilder().maxConnectionAge(config.connectionAge().toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}

package murmuration.runtime;

import io.grpc.ManagedChannelBuilder;
import io.quarkus.grpc.api.ChannelBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcClientConfiguration;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Lets whoever waits for an answer ask, after a while without a word, whether the other side is still there: a machine that
 * dies says nothing, and TCP alone takes a quarter of an hour to find that out, or for ever where nothing is sent. Only while
 * a call goes on; servers permit it by {@code quarkus.grpc.server.netty.permit-keep-alive-time}. Calls in one JVM have no
 * connections.
 */
@Dependent
public final class KeepAlive<T extends ManagedChannelBuilder<T>> implements ChannelBuilderCustomizer<T> {
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public Map<String, Object> customize(String client, GrpcClientConfiguration config, T builder) {
        builder.keepAliveTime(SILENCE.toSeconds(), TimeUnit.SECONDS)
                .keepAliveTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return Map.of();
    }
}

package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ForwardingChannelBuilder2;
import io.grpc.ManagedChannelBuilder;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.quarkus.grpc.runtime.config.GrpcClientConfiguration;
import io.quarkus.grpc.runtime.config.GrpcConfiguration;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
    /** As a process reads it, with a client. */
    private final GrpcConfiguration grpc = ConfigUtils.configBuilder()
            .withDefaultValue("quarkus.grpc.clients.embedding.host", "localhost")
            .withMapping(GrpcConfiguration.class)
            .build()
            .getConfigMapping(GrpcConfiguration.class);

    private final Asking channel = new Asking();

    @BeforeEach
    void customize() {
        Map<String, GrpcClientConfiguration> clients = grpc.clients();
        GrpcClientConfiguration client = Objects.requireNonNull(clients.get("embedding"));
        assertThat(new KeepAlive<Asking>().customize("embedding", client, channel))
                .isEmpty();
    }

    @Test
    void whoWaitsAsksAfterHalfAMinuteAndGivesTwentySecondsForTheAnswer() {
        assertThat(channel.silence).isEqualTo(Duration.ofSeconds(30));
        assertThat(channel.patience).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void serversPermitToBeAskedThatOften() {
        assertThat(grpc.server().netty().permitKeepAliveTime())
                .hasValueSatisfying(permitted -> assertThat(permitted).isLessThan(channel.silence));
    }

    /** Remembers when it is to ask. */
    private static final class Asking extends ForwardingChannelBuilder2<Asking> {
        private Duration silence = Duration.ZERO;
        private Duration patience = Duration.ZERO;

        @Override
        protected ManagedChannelBuilder<?> delegate() {
            return InProcessChannelBuilder.forName("nobody");
        }

        @Override
        public Asking keepAliveTime(long time, TimeUnit unit) {
            silence = Duration.of(time, unit.toChronoUnit());
            return this;
        }

        @Override
        public Asking keepAliveTimeout(long time, TimeUnit unit) {
            patience = Duration.of(time, unit.toChronoUnit());
            return this;
        }
    }
}

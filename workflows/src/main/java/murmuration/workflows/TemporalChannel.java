package murmuration.workflows;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.TlsChannelCredentials;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** The way to Temporal: plain, or over TLS, with our certificate or our API key where it asks for one. */
final class TemporalChannel {
    /** As the SDK has it for channels of its own. */
    private static final int MOST_BYTES = 128 << 20;

    private TemporalChannel() {}

    /** Opens it; the server is not asked yet. */
    static WorkflowServiceStubs open(TemporalConfig config) {
        if (config.tlsCertificate().isPresent() != config.tlsKey().isPresent()) {
            throw invalid("murmuration.temporal.tls-certificate and tls-key are both set or neither");
        }
        WorkflowServiceStubsOptions.Builder options = WorkflowServiceStubsOptions.newBuilder();
        config.apiKeyFile().ifPresent(file -> options.addApiKey(() -> read(file)));
        if (encrypted(config)) {
            options.setChannel(tls(config));
        } else {
            options.setTarget(config.address());
        }
        return WorkflowServiceStubs.newServiceStubs(options.build());
    }

    private static boolean encrypted(TemporalConfig config) {
        return config.tls()
                || config.tlsCa().isPresent()
                || config.tlsCertificate().isPresent()
                || config.apiKeyFile().isPresent();
    }

    private static ManagedChannel tls(TemporalConfig config) {
        TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
        try {
            if (config.tlsCa().isPresent()) {
                credentials.trustManager(config.tlsCa().get().toFile());
            }
            if (config.tlsCertificate().isPresent()) {
                credentials.keyManager(
                        config.tlsCertificate().get().toFile(),
                        config.tlsKey().orElseThrow().toFile());
            }
        } catch (IOException e) {
            throw new MurmurationException(
                    ErrorCode.INVALID_INPUT, "a file of murmuration.temporal.tls-… cannot be read", e);
        }
        ManagedChannelBuilder<?> channel = Grpc.newChannelBuilder(config.address(), credentials.build())
                .maxInboundMessageSize(MOST_BYTES)
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(15, TimeUnit.SECONDS)
                .keepAliveWithoutCalls(true);
        Optional<String> name = config.tlsName();
        if (name.isPresent()) {
            channel.overrideAuthority(name.get());
        }
        return channel.build();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new MurmurationException(
                    ErrorCode.UNAVAILABLE, "murmuration.temporal.api-key-file cannot be read: " + file, e);
        }
    }

    private static MurmurationException invalid(String rule) {
        return new MurmurationException(ErrorCode.INVALID_INPUT, rule);
    }
}

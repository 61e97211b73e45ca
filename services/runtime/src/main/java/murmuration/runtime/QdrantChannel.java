package murmuration.runtime;

import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** The way to Qdrant: over TLS where its address says so, with its key, and again where it is away for a moment. */
final class QdrantChannel {
    private static final int PORT = 6334;
    private static final int MOST_BYTES = 16 << 20;
    /** What a write of 256 of the longest vectors takes: what is larger than its buffer is not sent again. */
    private static final long RETRIED_BYTES = 32 << 20;

    private static final Metadata.Key<String> KEY = Metadata.Key.of("api-key", Metadata.ASCII_STRING_MARSHALLER);

    /** Every request may be repeated, since writes are upserts at derived places. */
    private static final Map<String, ?> RETRIES = Map.of(
            "methodConfig",
            List.of(Map.of(
                    "name", List.of(Map.of()),
                    "retryPolicy",
                            Map.of(
                                    "maxAttempts",
                                    5.0,
                                    "initialBackoff",
                                    "0.1s",
                                    "maxBackoff",
                                    "5s",
                                    "backoffMultiplier",
                                    3.0,
                                    "retryableStatusCodes",
                                    List.of("UNAVAILABLE")))));

    private QdrantChannel() {}

    /** A channel that lives as long as the process. */
    static Channel open(URI url, Optional<String> key) {
        String host = url.getHost();
        if (host == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new MurmurationException(
                    ErrorCode.INVALID_INPUT,
                    "murmuration.vectors.qdrant-url: an address is http://host:6334 or https://host:6334, not " + url);
        }
        ChannelCredentials credentials =
                "https".equals(url.getScheme()) ? TlsChannelCredentials.create() : InsecureChannelCredentials.create();
        ManagedChannelBuilder<?> builder = Grpc.newChannelBuilderForAddress(
                        host, url.getPort() < 0 ? PORT : url.getPort(), credentials)
                .defaultServiceConfig(RETRIES)
                .enableRetry()
                .perRpcBufferLimit(RETRIED_BYTES)
                .retryBufferSize(8 * RETRIED_BYTES)
                .maxInboundMessageSize(MOST_BYTES)
                .keepAliveTime(1, TimeUnit.MINUTES);
        Channel channel = builder.build();
        if (key.isEmpty()) {
            return channel;
        }
        Metadata header = new Metadata();
        header.put(KEY, key.get().strip());
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(header));
    }
}

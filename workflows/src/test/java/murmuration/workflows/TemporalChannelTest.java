package murmuration.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.StreamObserver;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A front end that asks for a certificate, as a Temporal cluster's does. */
@Timeout(120)
class TemporalChannelTest {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @TempDir
    Path folder;

    private Certificate front;
    private Certificate ours;
    private Server server;
    private volatile @Nullable String shown;

    private record Told(
            String address,
            Optional<Path> tlsCa,
            Optional<Path> tlsCertificate,
            Optional<Path> tlsKey,
            Optional<Path> apiKeyFile)
            implements TemporalConfig {
        @Override
        public String namespace() {
            return "default";
        }

        @Override
        public String taskQueue() {
            return "murmuration";
        }

        @Override
        public boolean searchAttributes() {
            return false;
        }

        @Override
        public boolean tls() {
            return true;
        }

        @Override
        public Optional<String> tlsName() {
            return Optional.empty();
        }
    }

    @BeforeEach
    void start() throws Exception {
        front = Certificate.make(folder, "front");
        ours = Certificate.make(folder, "ours");
        ServerInterceptor looking = new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                shown = headers.get(AUTHORIZATION);
                return next.startCall(call, headers);
            }
        };
        server = Grpc.newServerBuilderForPort(
                        0,
                        TlsServerCredentials.newBuilder()
                                .keyManager(
                                        front.certificate().toFile(),
                                        front.key().toFile())
                                .trustManager(ours.certificate().toFile())
                                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                                .build())
                .addService(new WorkflowServiceGrpc.WorkflowServiceImplBase() {
                    @Override
                    public void getSystemInfo(
                            GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> observer) {
                        observer.onNext(GetSystemInfoResponse.getDefaultInstance());
                        observer.onCompleted();
                    }

                    @Override
                    public void describeNamespace(
                            DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> observer) {
                        observer.onNext(DescribeNamespaceResponse.getDefaultInstance());
                        observer.onCompleted();
                    }
                })
                .intercept(looking)
                .build()
                .start();
    }

    @AfterEach
    void end() {
        server.shutdownNow();
    }

    @Test
    void ourCertificateAndOurKeyArriveAtTheFrontEndWeTrust() throws Exception {
        Path key = Files.writeString(folder.resolve("api.key"), "our-key\n");
        ask(told(front.certificate(), Optional.of(ours), Optional.of(key)));
        assertThat(shown).isEqualTo("Bearer our-key");
    }

    @Test
    void withoutACertificateOrAtAStrangersFrontEndThereIsNoAnswer() {
        assertThatThrownBy(() -> ask(told(front.certificate(), Optional.empty(), Optional.empty())))
                .isInstanceOf(StatusRuntimeException.class);
        assertThatThrownBy(() -> ask(told(ours.certificate(), Optional.of(ours), Optional.empty())))
                .isInstanceOf(StatusRuntimeException.class);
        assertThat(shown).isNull();
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() {
        Told half = new Told(
                "localhost:1", Optional.empty(), Optional.of(ours.certificate()), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> TemporalChannel.open(half))
                .isInstanceOf(MurmurationException.class)
                .hasMessageContaining("tls-key");
    }

    private Told told(Path ca, Optional<Certificate> certificate, Optional<Path> apiKey) {
        return new Told(
                "localhost:" + server.getPort(),
                Optional.of(ca),
                certificate.map(Certificate::certificate),
                certificate.map(Certificate::key),
                apiKey);
    }

    private static void ask(TemporalConfig config) {
        WorkflowServiceStubs stubs = TemporalChannel.open(config);
        try {
            stubs.blockingStub()
                    .withDeadlineAfter(5, TimeUnit.SECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(config.namespace())
                            .build());
        } finally {
            stubs.shutdownNow();
        }
    }
}

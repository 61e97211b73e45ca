package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.embedding.v1.EmbeddingServiceGrpc;
import murmuration.embedding.v1.ProcessBatchRequest;
import murmuration.embedding.v1.ProcessBatchResponse;
import org.jboss.logmanager.LogContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RpcTest {
    /** What a foreign message may quote. */
    private static final String WRITTEN = "my reference is canary";

    private final Recorder recorder = new Recorder();

    @Test
    void ofWhatWasNotForeseenOnlyTypesAreSentAndLogged() {
        Logger log = LogContext.getLogContext().getLogger(Rpc.class.getName());
        Lines lines = new Lines();
        log.addHandler(lines);
        try {
            Rpc.answer(recorder, () -> {
                throw new IllegalStateException(WRITTEN, new IllegalArgumentException(WRITTEN));
            });
        } finally {
            log.removeHandler(lines);
        }
        assertThat(recorder.failure().getStatus().getDescription()).isEqualTo("IllegalStateException");
        assertThat(lines.all)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("java.lang.IllegalStateException", "java.lang.IllegalArgumentException")
                        .doesNotContain(WRITTEN));
    }

    @Test
    void oursArriveWithTheirCodeAndMessage() {
        Rpc.answer(recorder, () -> {
            throw new MurmurationException(ErrorCode.NOT_FOUND, "no run 7");
        });
        assertThat(recorder.failure().getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        MurmurationException received = GrpcErrors.received(recorder.failure());
        assertThat(received.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(received).hasMessage("no run 7");
    }

    @Test
    void workThatSaysNothingIsHeardOfAllTheSame() throws IOException {
        CountDownLatch heard = new CountDownLatch(1);
        String name = InProcessServerBuilder.generateName();
        Server server = InProcessServerBuilder.forName(name)
                .addService(new Silent(heard))
                .build()
                .start();
        ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
        try {
            Iterator<ProcessBatchResponse> messages = EmbeddingServiceGrpc.newBlockingStub(channel)
                    .processBatch(ProcessBatchRequest.getDefaultInstance());

            assertThat(messages.next()).isEqualTo(message(0));
            heard.countDown();
            List<ProcessBatchResponse> rest = new ArrayList<>();
            messages.forEachRemaining(rest::add);
            assertThat(rest.getLast()).isEqualTo(message(7));
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    private static ProcessBatchResponse message(long done) {
        return ProcessBatchResponse.newBuilder()
                .setProgress(murmuration.common.v1.Progress.newBuilder().setDone(done))
                .build();
    }

    /** Reports nothing, and ends once it was heard of. */
    private static final class Silent extends EmbeddingServiceGrpc.EmbeddingServiceImplBase {
        private final CountDownLatch heard;

        Silent(CountDownLatch heard) {
            this.heard = heard;
        }

        @Override
        public void processBatch(ProcessBatchRequest request, StreamObserver<ProcessBatchResponse> observer) {
            Rpc.pulsing(
                    observer,
                    progress -> ProcessBatchResponse.newBuilder()
                            .setProgress(progress)
                            .build(),
                    _ -> {
                        try {
                            heard.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        return message(7);
                    });
        }
    }

    private static final class Recorder implements StreamObserver<String> {
        private final List<Throwable> failures = new ArrayList<>();

        StatusRuntimeException failure() {
            return (StatusRuntimeException) failures.getFirst();
        }

        @Override
        public void onNext(String message) {}

        @Override
        public void onError(Throwable failure) {
            failures.add(failure);
        }

        @Override
        public void onCompleted() {}
    }

    private static final class Lines extends Handler {
        private final List<String> all = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            all.add(line.getMessage() + " "
                    + List.of(line.getParameters() == null ? new Object[0] : line.getParameters()) + " "
                    + line.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}

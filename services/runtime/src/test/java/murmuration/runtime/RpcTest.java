package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jboss.logmanager.LogContext;
import org.junit.jupiter.api.Test;

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

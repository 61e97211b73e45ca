package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DrainTest {
    private final Drain drain = new Drain();

    @Test
    void waitsForTheCallsThatRunAndTakesNoNewOnes() {
        ServerCall.Listener<String> first = start(new Call());
        ServerCall.Listener<String> second = start(new Call());
        assertThat(drain.await(Duration.ZERO)).isFalse();
        Call late = new Call();
        start(late);
        assertThat(late.closed).extracting(Status::getCode).isEqualTo(Status.Code.UNAVAILABLE);

        CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> drain.await(Duration.ofSeconds(50)));
        first.onComplete();
        second.onCancel();
        assertThat(ended.join()).isTrue();
    }

    @Test
    void waitsForEachCallHoweverOftenItIsAsked() {
        ServerCall.Listener<String> first = start(new Call());
        ServerCall.Listener<String> second = start(new Call());
        assertThat(drain.await(Duration.ZERO)).isFalse();
        assertThat(drain.await(Duration.ZERO)).isFalse();
        first.onComplete();
        assertThat(drain.await(Duration.ZERO)).isFalse();
        second.onComplete();
        assertThat(drain.await(Duration.ZERO)).isTrue();
    }

    @Test
    void aProcessThatServesNothingEndsAtOnce() {
        assertThat(drain.await(Duration.ofSeconds(50))).isTrue();
    }

    private ServerCall.Listener<String> start(Call call) {
        ServerCallHandler<String, String> handler = (started, headers) -> new ServerCall.Listener<>() {};
        return drain.interceptCall(call, new Metadata(), handler);
    }

    private static final class Call extends ServerCall<String, String> {
        private @Nullable Status closed;

        @Override
        public void request(int messages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(String message) {}

        @Override
        public void close(Status status, Metadata trailers) {
            closed = status;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<String, String> getMethodDescriptor() {
            throw new UnsupportedOperationException();
        }
    }
}

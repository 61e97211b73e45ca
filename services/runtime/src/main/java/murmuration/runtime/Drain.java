package murmuration.runtime;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets the calls of a process that ends come to their end: nothing new is taken, what runs has so long. What is not done
 * then breaks off; what it had committed stands, and its caller asks another process for the rest.
 */
public final class Drain implements ServerInterceptor {
    private final Phaser calls = new Phaser(1);
    private volatile boolean draining;

    /** Refuses new calls, and waits until those that run have ended; false where some still run after this time. */
    public boolean await(Duration most) {
        draining = true;
        int phase = calls.arrive();
        try {
            calls.awaitAdvanceInterruptibly(phase, most.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (draining) {
            call.close(Status.UNAVAILABLE.withDescription("the process is ending"), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        calls.register();
        try {
            return new Listened<>(next.startCall(call, headers));
        } catch (RuntimeException e) {
            calls.arriveAndDeregister();
            throw e;
        }
    }

    /** A call that runs: it completes, or is canceled, once. */
    private final class Listened<Q> extends SimpleForwardingServerCallListener<Q> {
        Listened(ServerCall.Listener<Q> listener) {
            super(listener);
        }

        @Override
        public void onComplete() {
            calls.arriveAndDeregister();
            super.onComplete();
        }

        @Override
        public void onCancel() {
            calls.arriveAndDeregister();
            super.onCancel();
        }
    }
}

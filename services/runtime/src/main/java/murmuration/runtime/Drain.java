package murmuration.runtime;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Lets the calls of a process that ends come to their end: nothing new is taken, what runs has so long. What is not done
 * then breaks off; what it had committed stands, and its caller asks another process for the rest.
 */
public final class Drain implements ServerInterceptor {
    private int running;
    private boolean draining;

    /** Refuses new calls, and waits until those that run have ended; false where some still run after this time. */
    public synchronized boolean await(Duration most) {
        draining = true;
        long end = System.nanoTime() + most.toNanos();
        try {
            while (running > 0) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether the call may begin. */
    private synchronized boolean begins() {
        if (!draining) {
            running++;
        }
        return !draining;
    }

    private synchronized void ends() {
        running--;
        notifyAll();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!begins()) {
            call.close(Status.UNAVAILABLE.withDescription("the process is ending"), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        try {
            return new Listened<>(next.startCall(call, headers));
        } catch (RuntimeException e) {
            ends();
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
            ends();
            super.onComplete();
        }

        @Override
        public void onCancel() {
            ends();
            super.onCancel();
        }
    }
}

package murmuration.runtime;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import murmuration.common.v1.BatchRef;
import murmuration.common.v1.RunRef;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a gRPC edge answers: one message, or progress and then one; failures go out as codes, and only codes are logged. */
public final class Rpc {
    private static final Logger LOG = LoggerFactory.getLogger(Rpc.class);

    private Rpc() {}

    /** Answers with one message. */
    public static <T> void answer(StreamObserver<T> observer, Supplier<T> call) {
        try {
            observer.onNext(call.get());
            observer.onCompleted();
        } catch (RuntimeException e) {
            fail(observer, e);
        }
    }

    /**
     * Begins at once, and answers with one message when these threads have done the rest, which they do also where the
     * caller has gone or waits no longer. Where it cannot begin, nothing is left to do.
     */
    public static <B, T> void later(
            StreamObserver<T> observer, Supplier<B> beginning, Executor threads, Function<B, T> rest) {
        try {
            B begun = beginning.get();
            threads.execute(() -> answer(observer, () -> rest.apply(begun)));
        } catch (RuntimeException e) {
            fail(observer, e);
        }
    }

    /**
     * Answers with progress and then, if there is one, a last message. The work sees {@link ErrorCode#CANCELED} at its
     * next report once the caller has gone.
     */
    public static <T> void stream(
            StreamObserver<T> observer,
            Function<murmuration.common.v1.Progress, T> message,
            Function<Progress, T> work) {
        ServerCallStreamObserver<T> call = (ServerCallStreamObserver<T>) observer;
        try {
            T last = work.apply((done, total, outcomes) -> {
                if (call.isCancelled()) {
                    throw new MurmurationException(ErrorCode.CANCELED, "the caller has gone");
                }
                call.onNext(message.apply(murmuration.common.v1.Progress.newBuilder()
                        .setDone(done)
                        .setTotal(total)
                        .putAllOutcomes(outcomes)
                        .build()));
            });
            if (!call.isCancelled()) {
                call.onNext(last);
                call.onCompleted();
            }
        } catch (RuntimeException e) {
            fail(observer, e);
        }
    }

    /**
     * The same for work that may itself say nothing for hours, since statements of the database take them: what it said last is
     * said again each second.
     */
    public static <T> void pulsing(
            StreamObserver<T> observer,
            Function<murmuration.common.v1.Progress, T> message,
            Function<Progress, T> work) {
        stream(observer, message, progress -> {
            try (Heartbeat heartbeat = new Heartbeat(progress, Pulse.EVERY)) {
                return work.apply(heartbeat);
            }
        });
    }

    /** Sends every message that the work emits. */
    public static <T> void each(StreamObserver<T> observer, Consumer<Consumer<T>> work) {
        try {
            work.accept(observer::onNext);
            observer.onCompleted();
        } catch (RuntimeException e) {
            fail(observer, e);
        }
    }

    /** A run as core names it. */
    public static RunKey run(RunRef ref) {
        return new RunKey(ref.getTenant(), ref.getRunId());
    }

    /** A batch as core names it. */
    public static murmuration.core.BatchKey batch(BatchRef ref) {
        return new murmuration.core.BatchKey(run(ref.getRun()), ref.getShard(), ref.getFirst(), ref.getCount());
    }

    private static void fail(StreamObserver<?> observer, RuntimeException e) {
        boolean ours = e instanceof MurmurationException;
        if (!ours || ((MurmurationException) e).code() == ErrorCode.INTERNAL) {
            LOG.warn("call failed: {}", trace(e));
        }
        observer.onError(GrpcErrors.sent(e));
    }

    /** Types and places, without messages: a foreign message may quote what a person wrote. */
    static String trace(Throwable failure) {
        StringBuilder out = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            out.append(out.isEmpty() ? "" : " caused by ")
                    .append(cause.getClass().getName());
            StackTraceElement[] frames = cause.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, 6); i++) {
                out.append(" < ").append(frames[i]);
            }
        }
        return out.toString();
    }
}

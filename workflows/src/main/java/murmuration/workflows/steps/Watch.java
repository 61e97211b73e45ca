package murmuration.workflows.steps;

import io.grpc.Context;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import murmuration.common.v1.Progress;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.workflows.runs.Desired;
import murmuration.workflows.runs.ProgressRows.Count;
import org.jspecify.annotations.Nullable;

/**
 * One call while it runs: a thread beside it writes its progress, sends heartbeats, and cuts it when the owner wants it
 * to stop, when Temporal has given it away, or when the service is silent for too long.
 */
final class Watch implements AutoCloseable {
    private static final Context.Key<Watch> HERE = Context.key("watch");

    private final Function<Count, Desired> flush;
    private final CallLimits limits;
    private final ActivityExecutionContext activity;
    private final Context.CancellableContext context;
    private final CountDownLatch over = new CountDownLatch(1);

    private volatile Count latest = Count.NONE;
    private volatile long heardAt = System.nanoTime();
    private volatile Desired desired = Desired.RUN;
    private volatile boolean silent;
    private volatile @Nullable ActivityCompletionException lost;

    /** @param flush takes how far the work is; answers what is wanted by now */
    Watch(Function<Count, Desired> flush, CallLimits limits, ActivityExecutionContext activity) {
        this.flush = flush;
        this.limits = limits;
        this.activity = activity;
        context = Context.current().withValue(HERE, this).withCancellation();
        Thread.ofVirtual().name("watch").start(this::watch);
    }

    /** Does the work so that it can be cut. */
    <T> T run(Supplier<T> work) {
        Context before = context.attach();
        try {
            return work.get();
        } finally {
            context.detach(before);
        }
    }

    /** Hears a stream of progress to its end; answers its last message. */
    <M> M last(Supplier<Iterator<M>> call, Function<M, Progress> progress) {
        return end(call.get(), message -> heard(progress.apply(message)));
    }

    /** The same for a seal: it goes once more through what its stage has counted, which is not to be counted again. */
    <M> M seal(Supplier<Iterator<M>> call) {
        return last(call, _ -> Progress.getDefaultInstance());
    }

    /** Takes messages to their end; answers the last one. */
    static <M> M end(Iterator<M> messages, Consumer<M> each) {
        @Nullable M last = null;
        while (messages.hasNext()) {
            last = messages.next();
            each.accept(last);
        }
        if (last == null) {
            throw new MurmurationException(ErrorCode.INTERNAL, "the service answered nothing");
        }
        return last;
    }

    /** A service has said that it goes on, to whoever watches what runs here, if anybody does. */
    static void hear() {
        @Nullable Watch here = HERE.get();
        if (here != null) {
            here.heard(Progress.getDefaultInstance());
        }
    }

    /** How far the work is, as far as it has said. */
    Count latest() {
        return latest;
    }

    /** What the owner wanted when the work was last looked at. */
    Desired desired() {
        return desired;
    }

    /** Whether the call was cut because the service was silent. */
    boolean silent() {
        return silent;
    }

    /** Temporal's word that this attempt counts no more. */
    @Nullable
    ActivityCompletionException lost() {
        return lost;
    }

    /** Ends the watching: once this has returned, nothing more is written. */
    @Override
    public synchronized void close() {
        over.countDown();
        context.cancel(null);
    }

    private void heard(Progress progress) {
        heardAt = System.nanoTime();
        if (!progress.equals(Progress.getDefaultInstance())) {
            latest = new Count(progress.getDone(), progress.getTotal(), progress.getOutcomesMap());
        }
    }

    private void watch() {
        Count written = Count.NONE;
        while (!over(limits.poll())) {
            Count now = latest;
            look(now.equals(written) ? Count.NONE : now);
            written = now;
            if (desired != Desired.RUN || silent || lost != null) {
                context.cancel(null);
            }
        }
    }

    private synchronized void look(Count news) {
        if (over.getCount() == 0) {
            return;
        }
        silent = System.nanoTime() - heardAt > limits.silence().toNanos();
        try {
            activity.heartbeat(null);
            desired = flush.apply(news);
        } catch (ActivityCompletionException e) {
            lost = e;
        } catch (MurmurationException e) {
            // the rows are out of reach: the work goes on, and its end will say whether they still are
        }
    }

    private boolean over(Duration wait) {
        try {
            return over.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}

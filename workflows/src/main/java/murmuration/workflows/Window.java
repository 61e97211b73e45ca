package murmuration.workflows;

import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a bounded number of pieces of work running, in order. What has ended may add more. Once it is closed it starts
 * nothing more and drains.
 */
final class Window<W, R> {
    private final int width;
    private final Function<W, Promise<R>> start;
    private final Settle<W, R> settle;
    private final Deque<W> waiting = new ArrayDeque<>();
    private int running;
    private int settled;
    private boolean closed;
    private @Nullable RuntimeException broken;

    /** A window of this width. */
    Window(int width, Function<W, Promise<R>> start, Settle<W, R> settle) {
        this.width = width;
        this.start = start;
        this.settle = settle;
    }

    /** Hears how a piece ended. What it throws ends everything. */
    @FunctionalInterface
    interface Settle<W, R> {
        void settled(W work, @Nullable R result, @Nullable RuntimeException failure);
    }

    /** Adds work at the end. */
    void add(Collection<W> work) {
        waiting.addAll(work);
    }

    /** Starts nothing more. */
    void close() {
        closed = true;
    }

    /** Runs until nothing is left, or something is thrown. */
    void run() {
        while (running > 0 || hasNext()) {
            while (running < width && hasNext()) {
                begin(waiting.remove());
            }
            int before = settled;
            Workflow.await(() -> settled > before);
            if (broken != null) {
                throw broken;
            }
        }
    }

    private boolean hasNext() {
        return !closed && !waiting.isEmpty();
    }

    private void begin(W work) {
        running++;
        start.apply(work).handle((result, failure) -> {
            running--;
            settled++;
            try {
                settle.settled(work, result, failure);
            } catch (RuntimeException e) {
                broken = e;
            }
            return result;
        });
    }
}

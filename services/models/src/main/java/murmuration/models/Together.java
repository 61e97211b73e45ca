package murmuration.models;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Does for many callers at once what each of them wants: while it is done for some, and in the rest that follows, others
 * gather. So the work grows with the load, and its number does not. Who comes after the rest is not kept waiting. Thread-safe.
 *
 * @param <I> what one caller brings
 * @param <O> what it gets
 */
final class Together<I, O> {
    /** It rests for so many times as long as it has worked. */
    private static final int RESTS = 3;

    private static final Duration LONGEST_REST = Duration.ofMillis(20);

    private final Function<List<I>, List<O>> work;
    private final Queue<Wish<I, O>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean atWork = new AtomicBoolean();

    /** @param work answers each in its place; what it throws, all of them get */
    Together(Function<List<I>, List<O>> work) {
        this.work = work;
    }

    private record Wish<I, O>(I item, CompletableFuture<O> result) {}

    /** Does it for this one, with others or alone. */
    O of(I item) {
        CompletableFuture<O> result = new CompletableFuture<>();
        waiting.add(new Wish<>(item, result));
        begin();
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException ours ? ours : e;
        }
    }

    private void begin() {
        if (!waiting.isEmpty() && atWork.compareAndSet(false, true)) {
            Thread.ofVirtual().name("together").start(this::untilNobodyWaits);
        }
    }

    private void untilNobodyWaits() {
        while (!waiting.isEmpty()) {
            long began = System.nanoTime();
            fulfillAll();
            long worked = System.nanoTime() - began;
            LockSupport.parkNanos(Math.min(RESTS * worked, LONGEST_REST.toNanos()));
        }
        atWork.set(false);
        // for those who came last and saw somebody at work
        begin();
    }

    private void fulfillAll() {
        List<Wish<I, O>> wishes = new ArrayList<>();
        for (Wish<I, O> wish = waiting.poll(); wish != null; wish = waiting.poll()) {
            wishes.add(wish);
        }
        try {
            List<O> results = work.apply(wishes.stream().map(Wish::item).toList());
            for (int i = 0; i < wishes.size(); i++) {
                wishes.get(i).result().complete(results.get(i));
            }
        } catch (RuntimeException | Error e) {
            wishes.forEach(wish -> wish.result().completeExceptionally(e));
        }
    }
}

package murmuration.runtime;

import static murmuration.core.MurmurationException.require;

import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/**
 * Does the same to many things on a fixed number of threads. Which thread takes which is left to chance, so the work on
 * one writes only to places that are its own.
 */
public final class Parallel implements AutoCloseable {
    private final int threads;
    private final Runnable pulse;
    private final ExecutorService pool;

    /**
     * A pool of its own.
     *
     * @param pulse called on the caller's thread now and then while it waits; what it throws ends the work
     */
    public Parallel(int threads, Runnable pulse) {
        require(threads >= 1, "at least 1 thread is needed, not %d", threads);
        this.threads = threads;
        this.pulse = pulse;
        pool = Context.taskWrapping(Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("parallel-", 0).factory()));
    }

    /** What is done with the items {@code from … to - 1}. */
    @FunctionalInterface
    public interface Piece {
        /** Does it. */
        void run(int from, int to);
    }

    /** Cuts {@code n} items into pieces of {@code size} and waits until all are done; the first failure ends the work. */
    public void chunks(int n, int size, Piece piece) {
        int pieces = (n + size - 1) / size;
        if (threads == 1 || pieces <= 1) {
            for (int from = 0; from < n; from += size) {
                piece.run(from, Math.min(n, from + size));
                pulse.run();
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        try {
            map(Collections.nCopies(threads, next), counter -> {
                try {
                    for (int p = counter.getAndIncrement(); p < pieces; p = counter.getAndIncrement()) {
                        piece.run(p * size, Math.min(n, (p + 1) * size));
                    }
                    return counter;
                } finally {
                    // a failure leaves nothing to the others
                    counter.set(pieces);
                }
            });
        } finally {
            next.set(pieces);
        }
    }

    /**
     * One result for each item, in their order; the first failure in that order is thrown once all are through. Where going on
     * is useless, what has not begun does not begin.
     */
    public <A, B> List<B> map(List<A> items, Function<A, B> work) {
        return map(items, work, result -> {});
    }

    /**
     * The same, and says on the caller's thread what came of each.
     *
     * @param heard gets the results in the order of the items, each once all before it are there
     */
    public <A, B> List<B> map(List<A> items, Function<A, B> work, Consumer<B> heard) {
        List<Future<B>> futures = new ArrayList<>();
        Setbacks setbacks = new Setbacks();
        items.forEach(item -> futures.add(pool.submit(() -> unlessUseless(setbacks, () -> work.apply(item)))));
        try {
            List<B> results = new ArrayList<>();
            @Nullable MurmurationException failure = null;
            for (Future<B> future : futures) {
                try {
                    B result = awaited(future);
                    heard.accept(result);
                    results.add(result);
                } catch (ExecutionException e) {
                    failure = failure == null ? known(e) : failure;
                }
            }
            if (failure != null) {
                throw failure.amidSuccess(results.size(), futures.size() - results.size());
            }
            return results;
        } finally {
            // what is under way is paid for and may come to its end
            futures.forEach(future -> future.cancel(false));
        }
    }

    /** Items begin in their order: one that does not has failures before it. */
    private static <B> B unlessUseless(Setbacks setbacks, Supplier<B> work) {
        if (setbacks.goingOnIsUseless()) {
            setbacks.rethrow();
        }
        try {
            B result = work.get();
            setbacks.noneThisTime();
            return result;
        } catch (MurmurationException e) {
            setbacks.add(e);
            throw e;
        }
    }

    private <B> B awaited(Future<B> future) throws ExecutionException {
        try {
            while (true) {
                pulse.run();
                try {
                    return future.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    // long work: the pulse goes on
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MurmurationException(ErrorCode.CANCELED, "interrupted", e);
        }
    }

    private static MurmurationException known(ExecutionException failure) {
        return failure.getCause() instanceof MurmurationException ours
                ? ours
                : new MurmurationException(ErrorCode.INTERNAL, "work on another thread failed", failure);
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}

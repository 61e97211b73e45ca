package murmuration.clustering;

import static murmuration.core.MurmurationException.require;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/**
 * Runs pieces of work of fixed bounds on a fixed number of threads. Which thread takes which piece is left to chance, so
 * a piece writes only to places that are its own.
 */
final class Parallel implements AutoCloseable {
    private final int threads;
    private final Runnable pulse;
    private final ExecutorService pool;

    /**
     * A pool of its own.
     *
     * @param pulse called on the caller's thread now and then while it waits; what it throws ends the work
     */
    Parallel(int threads, Runnable pulse) {
        require(threads >= 1, "at least 1 thread is needed, not %d", threads);
        this.threads = threads;
        this.pulse = pulse;
        pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("clustering-", 0).factory());
    }

    /** What is done with the items {@code from … to - 1}. */
    @FunctionalInterface
    interface Piece {
        void run(int from, int to);
    }

    /** Cuts {@code n} items into pieces of {@code size} and waits until all are done. */
    void chunks(int n, int size, Piece piece) {
        int pieces = (n + size - 1) / size;
        if (threads == 1 || pieces <= 1) {
            for (int from = 0; from < n; from += size) {
                piece.run(from, Math.min(n, from + size));
                pulse.run();
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        Runnable worker = () -> {
            for (int p = next.getAndIncrement(); p < pieces; p = next.getAndIncrement()) {
                piece.run(p * size, Math.min(n, (p + 1) * size));
            }
        };
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            running.add(pool.submit(worker));
        }
        try {
            running.forEach(this::await);
        } finally {
            next.set(pieces);
        }
        pulse.run();
    }

    private void await(Future<?> future) {
        try {
            while (true) {
                try {
                    future.get(1, TimeUnit.SECONDS);
                    return;
                } catch (TimeoutException e) {
                    pulse.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MurmurationException(ErrorCode.CANCELED, "interrupted while clustering", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MurmurationException ours) {
                throw ours;
            }
            throw new MurmurationException(ErrorCode.INTERNAL, "clustering failed on a worker thread", e);
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}

package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** Does the same to many things side by side; results come back in their order. The pulse is kept up meanwhile. */
final class Parallel implements AutoCloseable {
    private final ExecutorService threads;
    private final Pulse pulse;

    /** At most so many at a time. */
    Parallel(int atOnce, Pulse pulse) {
        this.threads = Executors.newFixedThreadPool(
                atOnce, Thread.ofPlatform().name("hierarchy-", 0).daemon().factory());
        this.pulse = pulse;
    }

    /** One result for each item, in their order; the first failure in that order ends it. */
    <A, B> List<B> map(List<A> items, Function<A, B> work) {
        List<Future<B>> futures = new ArrayList<>();
        items.forEach(item -> futures.add(threads.submit(() -> work.apply(item))));
        try {
            List<B> results = new ArrayList<>();
            for (Future<B> future : futures) {
                results.add(result(future));
            }
            return results;
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    private <B> B result(Future<B> future) {
        try {
            while (true) {
                pulse.beat();
                try {
                    return future.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    // a long question: the pulse goes on
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MurmurationException(ErrorCode.CANCELED, "interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof MurmurationException ours
                    ? ours
                    : new MurmurationException(ErrorCode.INTERNAL, "a question failed", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

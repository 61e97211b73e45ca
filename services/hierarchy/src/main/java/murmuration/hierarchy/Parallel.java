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
import org.jspecify.annotations.Nullable;

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

    /** One result for each item, in their order; the first failure in that order is thrown once all are through. */
    <A, B> List<B> map(List<A> items, Function<A, B> work) {
        List<Future<B>> futures = new ArrayList<>();
        items.forEach(item -> futures.add(threads.submit(() -> work.apply(item))));
        try {
            List<B> results = new ArrayList<>();
            @Nullable MurmurationException failure = null;
            for (Future<B> future : futures) {
                try {
                    results.add(awaited(future));
                } catch (ExecutionException e) {
                    failure = failure == null ? known(e) : failure;
                }
            }
            if (failure != null) {
                throw results.isEmpty() ? failure : failure.amidSuccess();
            }
            return results;
        } finally {
            // what is under way is paid for and may come to its end
            futures.forEach(future -> future.cancel(false));
        }
    }

    private <B> B awaited(Future<B> future) throws ExecutionException {
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
        }
    }

    private static MurmurationException known(ExecutionException failure) {
        return failure.getCause() instanceof MurmurationException ours
                ? ours
                : new MurmurationException(ErrorCode.INTERNAL, "a question failed", failure);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}

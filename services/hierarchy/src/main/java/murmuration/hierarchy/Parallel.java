package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** Does the same to many things side by side; results come back in their order. */
final class Parallel implements AutoCloseable {
    private final ExecutorService threads;

    /** At most so many at a time. */
    Parallel(int atOnce) {
        threads = Executors.newFixedThreadPool(
                atOnce, Thread.ofPlatform().name("hierarchy-", 0).daemon().factory());
    }

    /** One result for each item, in their order; the first failure in that order ends it. */
    <A, B> List<B> map(List<A> items, Function<A, B> work) {
        List<Callable<B>> calls = new ArrayList<>();
        items.forEach(item -> calls.add(() -> work.apply(item)));
        try {
            List<B> results = new ArrayList<>();
            for (Future<B> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
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
        threads.shutdown();
    }
}

package murmuration.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does for many callers at once what each of them wants: whoever comes first does it for all who wait by then. So the work
 * grows with the load, and its number does not. Thread-safe.
 *
 * @param <I> what one caller brings
 * @param <O> what it gets
 */
final class Together<I, O> {
    private final Function<List<I>, List<O>> work;
    private final Queue<Wish<I, O>> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock working = new ReentrantLock();

    /** @param work answers each in its place; what it throws, all of them get */
    Together(Function<List<I>, List<O>> work) {
        this.work = work;
    }

    /** Does it for this one, with others or alone. */
    O of(I item) {
        Wish<I, O> mine = new Wish<>(item);
        waiting.add(mine);
        working.lock();
        try {
            if (!mine.fulfilled()) {
                fulfillAll();
            }
        } finally {
            working.unlock();
        }
        return mine.result();
    }

    private void fulfillAll() {
        List<Wish<I, O>> wishes = new ArrayList<>();
        for (Wish<I, O> wish = waiting.poll(); wish != null; wish = waiting.poll()) {
            wishes.add(wish);
        }
        try {
            List<O> results = work.apply(wishes.stream().map(wish -> wish.item).toList());
            for (int i = 0; i < wishes.size(); i++) {
                wishes.get(i).result = results.get(i);
            }
        } catch (RuntimeException e) {
            wishes.forEach(wish -> wish.failure = e);
        }
    }

    /** Touched under the lock only. */
    private static final class Wish<I, O> {
        private final I item;
        private @Nullable O result;
        private @Nullable RuntimeException failure;

        Wish(I item) {
            this.item = item;
        }

        boolean fulfilled() {
            return result != null || failure != null;
        }

        O result() {
            if (failure != null) {
                throw failure;
            }
            if (result == null) {
                throw new IllegalStateException("nobody has done it");
            }
            return result;
        }
    }
}

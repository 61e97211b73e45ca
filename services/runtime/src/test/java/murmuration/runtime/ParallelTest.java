package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.junit.jupiter.api.Test;

class ParallelTest {
    private static final List<Integer> ITEMS = IntStream.range(0, 20).boxed().toList();

    @Test
    void resultsAreHeardInTheOrderOfTheItemsWhateverEndsFirst() {
        CountDownLatch last = new CountDownLatch(1);
        List<Integer> heard = new ArrayList<>();
        try (Parallel parallel = new Parallel(2, () -> {})) {
            List<Integer> results = parallel.map(
                    ITEMS,
                    item -> {
                        if (item == 0) {
                            awaited(last);
                        } else if (item == 19) {
                            last.countDown();
                        }
                        return item * 2;
                    },
                    heard::add);
            assertThat(results)
                    .isEqualTo(heard)
                    .isEqualTo(IntStream.range(0, 20).mapToObj(i -> i * 2).toList());
        }
    }

    @Test
    void theFirstFailureInTheItemsOrderIsThrownOnceAllAreThrough() {
        AtomicInteger done = new AtomicInteger();
        try (Parallel parallel = new Parallel(2, () -> {})) {
            assertThatThrownBy(() -> parallel.map(ITEMS, item -> {
                        done.incrementAndGet();
                        if (item >= 3) {
                            throw new MurmurationException(ErrorCode.REFUSED, "item " + item);
                        }
                        return item;
                    }))
                    .hasMessage("item 3");
        }
        assertThat(done).hasValue(20);
    }

    @Test
    void whereNothingAnswersWhatHasNotBegunDoesNotBegin() {
        AtomicInteger begun = new AtomicInteger();
        try (Parallel parallel = new Parallel(2, () -> {})) {
            assertThatThrownBy(() ->
                            parallel.map(IntStream.range(0, 2_000).boxed().toList(), item -> {
                                begun.incrementAndGet();
                                throw new MurmurationException(ErrorCode.UNAVAILABLE, "item " + item);
                            }))
                    .hasMessage("item 0");
        }
        assertThat(begun.get()).as("twenty, and what was under way").isBetween(20, 21);
    }

    @Test
    void whatNoWaitingMendsEndsTheWorkAtOnce() {
        AtomicInteger begun = new AtomicInteger();
        try (Parallel parallel = new Parallel(1, () -> {})) {
            assertThatThrownBy(() -> parallel.map(ITEMS, item -> {
                        begun.incrementAndGet();
                        if (item == 3) {
                            throw new MurmurationException(ErrorCode.BUDGET_SPENT, "item " + item);
                        }
                        return item;
                    }))
                    .hasMessage("item 3");
        }
        assertThat(begun).hasValue(4);
    }

    @Test
    void outagesAmongSuccessesEndNothing() {
        AtomicInteger begun = new AtomicInteger();
        try (Parallel parallel = new Parallel(1, () -> {})) {
            assertThatThrownBy(() -> parallel.map(IntStream.range(0, 60).boxed().toList(), item -> {
                        begun.incrementAndGet();
                        if (item % 2 == 0) {
                            throw new MurmurationException(ErrorCode.UNAVAILABLE, "item " + item);
                        }
                        return item;
                    }))
                    .hasMessage("item 0");
        }
        assertThat(begun).hasValue(60);
    }

    @Test
    void everyItemIsInExactlyOneChunk() {
        for (int threads : new int[] {1, 3}) {
            AtomicInteger[] seen =
                    IntStream.range(0, 101).mapToObj(i -> new AtomicInteger()).toArray(AtomicInteger[]::new);
            try (Parallel parallel = new Parallel(threads, () -> {})) {
                parallel.chunks(101, 10, (from, to) -> {
                    assertThat(to - from).isBetween(1, 10);
                    IntStream.range(from, to).forEach(i -> seen[i].incrementAndGet());
                });
            }
            assertThat(seen).allSatisfy(times -> assertThat(times).hasValue(1));
        }
    }

    @Test
    void aChunkThatFailsEndsTheOthers() {
        AtomicInteger begun = new AtomicInteger();
        try (Parallel parallel = new Parallel(2, () -> {})) {
            assertThatThrownBy(() -> parallel.chunks(1_000_000, 1, (from, to) -> {
                        begun.incrementAndGet();
                        throw new IllegalStateException("unforeseen");
                    }))
                    .isInstanceOfSatisfying(
                            MurmurationException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL));
        }
        assertThat(begun).hasValueLessThan(1_000);
    }

    @Test
    void aCallerWhoHasGoneEndsTheWork() {
        MurmurationException gone = new MurmurationException(ErrorCode.CANCELED, "the caller has gone");
        CountDownLatch never = new CountDownLatch(1);
        try (Parallel parallel = new Parallel(1, () -> {
            throw gone;
        })) {
            assertThatThrownBy(() -> parallel.map(ITEMS, item -> awaited(never)))
                    .isSameAs(gone);
            never.countDown();
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

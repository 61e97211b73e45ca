package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TogetherTest {
    private final Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
    private final CountDownLatch allAsk = new CountDownLatch(1);

    @Test
    void doesForAllWhoWaitAtOnceAndGivesEachItsOwn() throws Exception {
        Together<Integer, Integer> squares = new Together<>(numbers -> {
            sizes.add(numbers.size());
            awaitAll();
            return numbers.stream().map(number -> number * number).toList();
        });
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<Integer>> results = new ArrayList<>();
            CountDownLatch begun = new CountDownLatch(50);
            for (int i = 0; i < 50; i++) {
                int number = i;
                results.add(threads.submit(() -> {
                    begun.countDown();
                    return squares.of(number);
                }));
            }
            begun.await();
            allAsk.countDown();
            for (int i = 0; i < 50; i++) {
                assertThat(results.get(i).get()).isEqualTo(i * i);
            }
        }
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(50);
        assertThat(sizes.size()).isLessThan(50);
    }

    @Test
    void everyoneHearsWhyItFailedAndTheNextIsDoneAnew() {
        Together<Integer, Integer> odd = new Together<>(numbers -> {
            if (numbers.contains(2)) {
                throw new IllegalArgumentException("even");
            }
            return numbers;
        });
        assertThatThrownBy(() -> odd.of(2)).hasMessage("even");
        assertThat(odd.of(3)).isEqualTo(3);
    }

    @Test
    void whoeverComesOneAfterTheOtherIsDoneEachTime() {
        Together<Integer, Integer> squares = new Together<>(
                numbers -> numbers.stream().map(number -> number * number).toList());
        for (int i = 0; i < 1_000; i++) {
            assertThat(squares.of(i)).isEqualTo(i * i);
        }
    }

    private void awaitAll() {
        try {
            allAsk.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

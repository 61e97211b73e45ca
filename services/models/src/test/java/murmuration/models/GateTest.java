package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GateTest {
    private static final Reply REPLY = new Reply("{}", Reply.Stop.END, 1, 1);

    private final Call call = PromptedModel.silent(new RunSpec.Model("openai", "some", null, null))
            .call(Questions.FACETS);
    private final AtomicInteger atProvider = new AtomicInteger();
    private final CyclicBarrier four = new CyclicBarrier(4);
    private final AtomicInteger most = new AtomicInteger();

    @Test
    void letsNoMoreBeAtTheProviderThanMayBe() throws Exception {
        Gate gate = new Gate(Concurrency.of(4));
        Provider provider = gate.around(this::counted);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                replies.add(threads.submit(() -> provider.send(call)));
            }
            for (Future<Reply> reply : replies) {
                assertThat(reply.get()).isEqualTo(REPLY);
            }
        }
        assertThat(most.get()).isEqualTo(4);
    }

    @Test
    void getsAsManyMoreReady() throws Exception {
        Gate gate = new Gate(Concurrency.of(8));
        CountDownLatch ready = new CountDownLatch(Gate.withReady(8));
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        Provider around = gate.around(any -> await(end));
        Provider provider = gate.before(any -> {
            begun.incrementAndGet();
            ready.countDown();
            return around.send(any);
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                threads.execute(() -> provider.send(call));
            }
            ready.await();
            assertThat(begun.get()).isEqualTo(16);
            end.countDown();
        }
        assertThat(begun.get()).isEqualTo(50);
    }

    @Test
    void asksLessWhereTheProviderIsOverloaded() {
        Concurrency concurrency = Concurrency.of(9);
        Provider provider = new Gate(concurrency).around(any -> {
            throw new MurmurationException(ErrorCode.OVERLOADED, "the provider answers HTTP 529");
        });
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> provider.send(call)).isInstanceOf(MurmurationException.class);
        }
        assertThat(concurrency.limit()).isEqualTo(6);
    }

    @Test
    void takesNothingFromAFailureThatTellsNothingOfTheProvidersLoad() {
        Concurrency concurrency = Concurrency.of(9);
        Provider provider = new Gate(concurrency).around(any -> {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "the provider cannot be reached");
        });
        for (int i = 0; i < 30; i++) {
            assertThatThrownBy(() -> provider.send(call)).isInstanceOf(MurmurationException.class);
        }
        assertThat(concurrency.limit()).isEqualTo(9);
    }

    /** Answers once four are there. */
    private Reply counted(Call any) {
        most.accumulateAndGet(atProvider.incrementAndGet(), Math::max);
        try {
            four.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        } finally {
            atProvider.decrementAndGet();
        }
        return REPLY;
    }

    private static Reply await(CountDownLatch end) {
        try {
            end.await();
            return REPLY;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package murmuration.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.runtime.Assignment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final ExecutorService computing = Executors.newSingleThreadExecutor();
    private final Workers workers = new Workers(computing, spec -> spec.questionsAtOnce(2));

    @Test
    void aRunAsksAsManyQuestionsAtATimeAsItsSpecSaysOverAllItsBatches() throws Exception {
        assertThat(mostAtATime(run("anthropic", 3), 3)).isEqualTo(3);
    }

    @Test
    void aRunWhoseSpecDoesNotSayAsksAsManyAsTheDeploymentSays() throws Exception {
        assertThat(mostAtATime(run("anthropic", null), 2)).isEqualTo(2);
    }

    @Test
    void theEmbeddedModelComputesOnTheThreadsThatAllRunsShare() {
        assertThat(workers.of(run("offline", 3))).isSameAs(computing).isSameAs(workers.of(run("offline", 5)));
    }

    /** Asks from two batches of the run, each question waiting until as many as expected are under way. */
    private int mostAtATime(Assignment run, int expected) throws Exception {
        CyclicBarrier together = new CyclicBarrier(expected);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<?>> questions = new ArrayList<>();
        for (int i = 0; i < 4 * expected; i++) {
            questions.add(workers.of(run).submit(() -> {
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                together.await(10, TimeUnit.SECONDS);
                underWay.decrementAndGet();
                return null;
            }));
        }
        for (Future<?> question : questions) {
            question.get();
        }
        return most.get();
    }

    private static Assignment run(String provider, @Nullable Integer concurrency) {
        RunSpec base = Specs.spec();
        RunSpec spec = new RunSpec(
                base.dataset(),
                base.sampling(),
                base.facets(),
                base.screen(),
                base.accounts(),
                base.cluster(),
                base.hierarchy(),
                base.minimums(),
                base.privacy(),
                new RunSpec.Model(provider, "m", null, null),
                base.embedding(),
                base.seed(),
                new RunSpec.Beside("n", null, concurrency));
        return new Assignment(
                new RunKey("default", UUID.randomUUID().toString()), UUID.randomUUID(), spec, "d", "d", 1, 1, 0);
    }
}

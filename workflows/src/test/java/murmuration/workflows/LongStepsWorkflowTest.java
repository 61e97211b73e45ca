package murmuration.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import murmuration.runs.v1.Run;
import murmuration.runs.v1.StageProgress;
import murmuration.runtime.Progress;
import murmuration.workflows.runs.Specs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps whose work grows with the data: they take longer than a service may be silent. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LongStepsWorkflowTest {
    private static final Duration SILENCE = Duration.ofSeconds(1);

    @Test
    void aStepThatSaysThatItGoesOnIsNotBegunAnew() {
        List<String> steps = List.of("seal values", "seal vectors", "seal clusters", "minimums", "reassign");
        try (TestPlatform platform = new TestPlatform("test", SILENCE)) {
            Script script = platform.script();
            steps.forEach(step -> script.on(step, (_, progress) -> takeLong(progress)));
            String id = platform.start(Specs.of(platform.dataset(), Specs.Varied.PLAIN.reassigning()));

            Run run = platform.awaitState(id, "PUBLISHED");

            assertThat(steps).allSatisfy(step -> assertThat(script.calls(step)).isOne());
            // what a seal goes through once more is not counted again
            assertThat(run.getStagesList())
                    .filteredOn(stage -> List.of("EXTRACT", "EMBED").contains(stage.getStage()))
                    .extracting(StageProgress::getDone)
                    .containsExactly(5L, 5L);
        }
    }

    /** Half as long again, and says all the while that it goes on. */
    private static void takeLong(Progress progress) {
        long end = System.nanoTime() + SILENCE.toNanos() * 3 / 2;
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (!never.await(5, TimeUnit.MILLISECONDS) && System.nanoTime() < end) {
                progress.report(1, 2);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

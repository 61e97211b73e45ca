package murmuration.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runs.v1.Run;
import murmuration.runs.v1.Steer;
import murmuration.workflows.runs.Specs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs from whose data set an account is erased while they are under way. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ErasureWorkflowTest {
    private static final TestPlatform platform = new TestPlatform();

    private final Script script = platform.script();

    @BeforeEach
    void reset() {
        script.reset();
    }

    @AfterAll
    static void close() {
        platform.close();
    }

    @Test
    void aRunInTheMiddleOfAStageStartsOverFromItsPlan() {
        CountDownLatch embedding = new CountDownLatch(1);
        script.on("embed", (range, progress) -> {
            embedding.countDown();
            // until the step is told that its run starts over
            TestPlatform.untilGone(range, progress);
        });
        String dataset = platform.dataset();
        String id = platform.start(Specs.of(dataset));
        await(embedding);
        platform.erase(dataset, "a");
        script.calm("embed");

        Run run = platform.awaitState(id, "PUBLISHED");

        assertThat(run.hasErasedAt()).isFalse();
        assertThat(script.calls("plan")).isEqualTo(2);
        List<String> journal = script.journal();
        assertThat(journal.indexOf("take out")).isLessThan(journal.indexOf("purge"));
        assertThat(journal.lastIndexOf("erase values")).isLessThan(journal.lastIndexOf("plan"));
        assertThat(script.calls("publish")).isEqualTo(1);
    }

    @Test
    void aStepThatFailsInAnyWayOverWhatIsGoneDoesNotFailTheRun() {
        String dataset = platform.dataset();
        script.on("train", (nothing, progress) -> {
            script.calm("train");
            platform.erase(dataset, "b");
            throw new MurmurationException(ErrorCode.INVALID_INPUT, "no centroids");
        });

        Run run = platform.awaitState(platform.start(Specs.of(dataset)), "PUBLISHED");

        assertThat(run.getErrorCode()).isEmpty();
        assertThat(script.calls("plan")).isEqualTo(2);
    }

    @Test
    void whatWasPublishedLastOfAllIsWithdrawnAndPublishedAnew() {
        String dataset = platform.dataset();
        script.on("publish", (stages, progress) -> {
            script.calm("publish");
            platform.erase(dataset, "c");
        });

        String id = platform.start(Specs.of(dataset));
        platform.awaitState(id, "PUBLISHED");

        assertThat(script.calls("publish")).isEqualTo(2);
        assertThat(script.journal().lastIndexOf("erase reviews")).isLessThan(lastPublish());
    }

    @Test
    void aRunThatWaitsForApprovalIsAskedForAnew() {
        String dataset = platform.dataset();
        String id = platform.start(Specs.of(dataset, Specs.Varied.PLAIN.approved()));
        platform.awaitState(id, "AWAITING_APPROVAL");
        platform.erase(dataset, "d");
        platform.await(id, now -> script.calls("layout") == 2 && now.getState().equals("AWAITING_APPROVAL"));
        platform.steer(id, Steer.STEER_APPROVE);

        platform.awaitState(id, "PUBLISHED");

        assertThat(script.calls("plan")).isEqualTo(2);
    }

    @Test
    void aPausedRunStartsOverOnceItGoesOn() {
        CountDownLatch extracting = new CountDownLatch(1);
        script.on("extract", (range, progress) -> {
            extracting.countDown();
            TestPlatform.untilGone(range, progress);
        });
        String dataset = platform.dataset();
        String id = platform.start(Specs.of(dataset));
        await(extracting);
        platform.steer(id, Steer.STEER_PAUSE);
        platform.awaitState(id, "PAUSED");
        platform.erase(dataset, "e");
        script.calm("extract");
        assertThat(script.calls("erase values")).isEqualTo(1);
        platform.steer(id, Steer.STEER_RESUME);

        platform.awaitState(id, "PUBLISHED");

        assertThat(script.calls("plan")).isEqualTo(2);
    }

    private int lastPublish() {
        List<String> journal = script.journal();
        for (int at = journal.size() - 1; at >= 0; at--) {
            if (journal.get(at).startsWith("publish")) {
                return at;
            }
        }
        return -1;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

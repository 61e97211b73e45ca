package murmuration.workflows;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Runs that wait for batches at their provider. */
@Timeout(120)
class ProviderBatchesWorkflowTest {
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
    void aRunWithoutBatchesAsksForNone() {
        platform.awaitState(platform.start(Specs.of(platform.dataset())), "PUBLISHED");
        assertThat(script.calls("advance")).isZero();
        assertThat(script.calls("forgo")).isZero();
    }

    @Test
    void asksAgainUntilTheBatchesHaveEndedAndGoesOnAsAlways() throws Exception {
        CountDownLatch looks = awaiting();
        String run = platform.start(Specs.batched(platform.dataset()));
        assertSeen(looks);
        assertThat(script.calls("extract")).isZero();
        script.pending(false);
        Run ended = platform.awaitState(run, "PUBLISHED");
        assertThat(ended.getStagesList()).allMatch(stage -> stage.getState().equals("DONE"));
        assertThat(script.journal()).contains("extract 0/0+3", "extract 1/0+2");
        assertThat(script.calls("forgo")).isZero();
    }

    @Test
    void aPauseLeavesThemAndTheRunLooksForThemWhenItGoesOn() throws Exception {
        CountDownLatch looks = awaiting();
        String run = platform.start(Specs.batched(platform.dataset()));
        assertSeen(looks);
        platform.steer(run, Steer.STEER_PAUSE);
        platform.awaitState(run, "PAUSED");
        assertThat(script.calls("extract")).isZero();
        script.pending(false);
        platform.steer(run, Steer.STEER_RESUME);
        platform.awaitState(run, "PUBLISHED");
        assertThat(script.calls("forgo")).isZero();
    }

    @Test
    void cancelingCancelsThemAlsoWhereTheProviderIsOutOfReach() throws Exception {
        script.on("forgo", (nothing, progress) -> {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "out of reach");
        });
        CountDownLatch looks = awaiting();
        String run = platform.start(Specs.batched(platform.dataset()));
        assertSeen(looks);
        platform.steer(run, Steer.STEER_CANCEL);
        platform.awaitState(run, "CANCELED");
        assertThat(script.calls("forgo")).isEqualTo(2);
        assertThat(script.calls("extract")).isZero();
    }

    @Test
    void aRunThatIsCanceledWhilePausedCancelsThemToo() throws Exception {
        CountDownLatch looks = awaiting();
        String run = platform.start(Specs.batched(platform.dataset()));
        assertSeen(looks);
        platform.steer(run, Steer.STEER_PAUSE);
        platform.awaitState(run, "PAUSED");
        platform.steer(run, Steer.STEER_CANCEL);
        platform.awaitState(run, "CANCELED");
        assertThat(script.calls("forgo")).isEqualTo(1);
    }

    @Test
    void aRestartLooksForThemAgain() throws Exception {
        CountDownLatch looks = awaiting();
        String run = platform.start(Specs.batched(platform.dataset()));
        assertSeen(looks);
        platform.restart();
        assertSeen(awaiting());
        script.pending(false);
        platform.awaitState(run, "PUBLISHED");
    }

    @Test
    void aRunFromWhoseDataAnAccountIsErasedMeanwhileStartsOverAndLooksForThemAgain() throws Exception {
        CountDownLatch looks = awaiting();
        String dataset = platform.dataset();
        String run = platform.start(Specs.batched(dataset));
        assertSeen(looks);
        platform.erase(dataset, "a");
        platform.await(run, now -> script.calls("plan") == 2);
        assertSeen(awaiting());
        script.pending(false);
        platform.awaitState(run, "PUBLISHED");
        assertThat(script.calls("forgo")).isZero();
    }

    @Test
    void aServerWithoutBatchesFailsTheRunAndAKeyThatIsRefusedPausesIt() {
        script.on("advance", (shard, progress) -> {
            throw new MurmurationException(ErrorCode.INVALID_SPEC, "model.batch: none");
        });
        Run failed = platform.awaitState(platform.start(Specs.batched(platform.dataset())), "FAILED");
        assertThat(failed.getErrorCode()).isEqualTo("INVALID_SPEC");
        script.on("advance", (shard, progress) -> {
            throw new MurmurationException(ErrorCode.AUTHENTICATION, "no");
        });
        String run = platform.start(Specs.batched(platform.dataset()));
        platform.awaitState(run, "PAUSED");
        script.calm("advance");
        platform.steer(run, Steer.STEER_RESUME);
        platform.awaitState(run, "PUBLISHED");
    }

    /** From now on batches are pending; counts how often they are looked at. */
    private CountDownLatch awaiting() {
        CountDownLatch looks = new CountDownLatch(5);
        script.on("advance", (shard, progress) -> looks.countDown());
        script.pending(true);
        return looks;
    }

    private static void assertSeen(CountDownLatch looks) throws InterruptedException {
        assertThat(looks.await(30, TimeUnit.SECONDS)).isTrue();
    }
}

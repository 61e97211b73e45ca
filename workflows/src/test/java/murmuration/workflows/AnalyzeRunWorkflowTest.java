package murmuration.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.SearchAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.RunState;
import murmuration.runs.v1.Run;
import murmuration.runs.v1.StageProgress;
import murmuration.runs.v1.Steer;
import murmuration.workflows.runs.Specs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnalyzeRunWorkflowTest {
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
    void goesThroughEveryStageInOrder() {
        String dataset = platform.dataset();
        Run run = platform.awaitState(platform.start(Specs.of(dataset, Specs.Varied.PLAIN.reassigning())), "PUBLISHED");

        List<String> journal = script.journal();
        assertThat(journal)
                .filteredOn(line -> line.startsWith("extract"))
                .containsExactlyInAnyOrder("extract 0/0+3", "extract 1/0+2");
        assertThat(journal)
                .filteredOn(line -> line.startsWith("embed"))
                .containsExactlyInAnyOrder("embed 0/0+3", "embed 1/0+2");
        assertThat(journal)
                .filteredOn(
                        line -> !line.startsWith("extract") && !line.startsWith("embed") && !line.startsWith("assign"))
                .containsExactly(
                        "import /data/d",
                        "plan",
                        "seal values",
                        "seal vectors",
                        "train",
                        "seal clusters",
                        "minimums",
                        "reassign",
                        "outside",
                        "name 0",
                        "review 0",
                        "name 0",
                        "review 0",
                        "raise 0",
                        "name 1",
                        "review 1",
                        "raise 1",
                        "name 2",
                        "review 2",
                        "seal hierarchy",
                        "layout",
                        "publish [CLUSTER, EMBED, EXTRACT, LAYOUT, MINIMUMS, PLAN, RAISE, REVIEW, REVIEW.1, REVIEW.2]");
        assertThat(run.getResultDigest()).isEqualTo("result");
        assertThat(run.getClusters()).isEqualTo(7);
        assertThat(run.getStagesList()).extracting(StageProgress::getState).containsOnly("DONE");
    }

    @Test
    void namesWhatIsSentBackThreeTimesAtMost() {
        script.rejecting(Integer.MAX_VALUE);
        var _ = platform.awaitState(platform.start(Specs.of(platform.dataset())), "PUBLISHED");

        for (String call : List.of("name 0", "review 0", "name 1", "review 1")) {
            assertThat(script.calls(call)).as(call).isEqualTo(3);
        }
    }

    @Test
    void canBeFoundByTenantAndStage() {
        String run = platform.start(Specs.of(platform.dataset()));
        var _ = platform.awaitState(run, "PUBLISHED");
        platform.temporal().awaitClosed("run-" + run);

        SearchAttributes found = platform.temporal().attributes("run-" + run);
        assertThat(found.get(RunAttributes.TENANT)).isEqualTo(TestPlatform.TENANT);
        assertThat(found.get(RunAttributes.STAGE)).isEqualTo("PUBLISH");
    }

    @Test
    void tellsItsProgressAsSumsOverItsParts() {
        String dataset = platform.dataset();
        Run run = platform.awaitState(platform.start(Specs.of(dataset)), "PUBLISHED");

        for (String stage : List.of("EXTRACT", "EMBED")) {
            assertThat(stage(run, stage))
                    .extracting(StageProgress::getDone, StageProgress::getTotal)
                    .containsExactly(5L, 5L);
        }
        assertThat(stage(run, "IMPORT"))
                .as("a data set says by itself how many it has, more roughly")
                .extracting(StageProgress::getDone, StageProgress::getTotal)
                .containsExactly(0L, 0L);
        assertThat(stage(run, "EXTRACT").getOutcomesMap()).isEqualTo(Map.of("OK", 5L));
    }

    @Test
    void anUploadGoesWhereItsImportFails() {
        script.on("import", (uri, progress) -> {
            throw new MurmurationException(ErrorCode.UNREADABLE_SOURCE, "not conversations");
        });
        platform.temporal().awaitClosed("import-" + platform.dataset("upload:1"));
        assertThat(script.journal()).containsExactly("import upload:1", "discard upload:1");
    }

    @Test
    void splitsABatchDownToTheConversationThatBreaksIt() {
        script.shards(List.of(7));
        script.on("extract", (range, progress) -> {
            if (covers(range, 4)) {
                throw new MurmurationException(ErrorCode.INTERNAL, "poison");
            }
        });
        String dataset = platform.dataset();
        Run run = platform.awaitState(platform.start(Specs.of(dataset)), "PUBLISHED");

        assertThat(script.journal())
                .filteredOn(line -> line.startsWith("quarantine"))
                .containsExactly("quarantine 0/4+1");
        // six, as they are shown
        assertThat(stage(run, "EXTRACT").getDone()).isEqualTo(5);
        assertThat(script.calls("extract 0/0+7")).isEqualTo(2);
    }

    @Test
    void splitsAtOnceWhereNoRetryCanHelp() {
        script.shards(List.of(2));
        script.on("embed", (range, progress) -> {
            if (covers(range, 1)) {
                throw new MurmurationException(ErrorCode.CONTEXT_TOO_LONG, "too long");
            }
        });
        String dataset = platform.dataset();
        platform.awaitState(platform.start(Specs.of(dataset)), "PUBLISHED");

        assertThat(script.calls("embed 0/0+2")).isEqualTo(1);
        assertThat(script.journal()).contains("quarantine 0/1+1");
        // what could not be embedded has ended otherwise than extraction had sealed
        assertThat(script.calls("seal values")).isEqualTo(2);
    }

    @Test
    void failsWhereMoreIsBrokenThanAFewConversations() {
        script.shards(List.of(40));
        script.on("extract", (range, progress) -> {
            throw new MurmurationException(ErrorCode.INVALID_INPUT, "rule broken: 3");
        });
        String dataset = platform.dataset();
        Run run = platform.awaitState(platform.start(Specs.of(dataset)), "FAILED");

        assertThat(run.getErrorCode()).isEqualTo("INVALID_INPUT");
        assertThat(run.getErrorMessage()).isEqualTo("rule broken: 3");
        assertThat(stage(run, "EXTRACT").getState()).isEqualTo("FAILED");
        assertThat(script.calls("quarantine")).isLessThanOrEqualTo(5);
    }

    @Test
    void waitsForAnOutageWithoutSplittingAnything() {
        script.shards(List.of(4));
        script.on("extract", (range, progress) -> {
            if (script.calls("extract") < 5) {
                throw new MurmurationException(ErrorCode.OVERLOADED, "busy");
            }
        });
        String dataset = platform.dataset();
        Run run = platform.awaitState(platform.start(Specs.of(dataset)), "PUBLISHED");

        assertThat(script.calls("extract 0/0+4")).isEqualTo(5);
        assertThat(script.calls("extract")).isEqualTo(5);
        assertThat(stage(run, "EXTRACT").getRetries()).isEqualTo(4);
    }

    @Test
    void failsWithCodeAndMessageOfAStepThatNoRetryHelps() {
        script.on("train", (range, progress) -> {
            throw new MurmurationException(ErrorCode.PRIVACY_REFUSED, "too few: 3");
        });
        double failed = platform.ended(RunState.FAILED);
        String dataset = platform.dataset();
        Run run = platform.awaitState(platform.start(Specs.of(dataset)), "FAILED");

        assertThat(List.of(run.getErrorCode(), run.getErrorMessage(), run.getStage()))
                .containsExactly("PRIVACY_REFUSED", "too few: 3", "CLUSTER");
        assertThat(script.calls("train")).isEqualTo(1);
        platform.temporal().awaitClosed("run-" + run.getId());
        assertThat(platform.ended(RunState.FAILED)).isGreaterThan(failed);
    }

    @Test
    void failsAfterAFewAttemptsOfAStepThatBreaks() {
        script.on("train", (range, progress) -> {
            throw new IllegalStateException("a text of somebody");
        });
        String dataset = platform.dataset();
        Run run = platform.awaitState(platform.start(Specs.of(dataset)), "FAILED");

        assertThat(run.getErrorCode()).isEqualTo("INTERNAL");
        assertThat(run.getErrorMessage()).isEqualTo("IllegalStateException");
        assertThat(script.calls("train")).isEqualTo(2);
    }

    @Test
    void pausesWhileAStepRunsAndGoesOnWhereItWas() {
        script.on("extract", TestPlatform::untilGone);
        String dataset = platform.dataset();
        String id = platform.start(Specs.of(dataset));
        platform.await(id, run -> stage(run, "EXTRACT").getDone() > 0);

        platform.steer(id, Steer.STEER_PAUSE);
        Run paused = platform.awaitState(id, "PAUSED");
        assertThat(paused.getReason()).isEqualTo("asked");
        assertThat(stage(paused, "EXTRACT").getState()).isEqualTo("RUNNING");
        assertThat(stage(paused, "EXTRACT").getRetries()).isZero();

        script.calm("extract");
        platform.steer(id, Steer.STEER_RESUME);
        Run run = platform.awaitState(id, "PUBLISHED");
        assertThat(stage(run, "EXTRACT").getRetries()).isZero();
        assertThat(script.calls("plan")).isEqualTo(1);
        assertThat(script.calls("quarantine")).isZero();
    }

    @Test
    void pausesByItselfWhereTheBudgetIsSpent() {
        script.on("name", (range, progress) -> {
            throw new MurmurationException(ErrorCode.BUDGET_SPENT, "5.00 of 5.00 USD");
        });
        String dataset = platform.dataset();
        String id = platform.start(Specs.of(dataset));
        Run paused = platform.awaitState(id, "PAUSED");
        assertThat(paused.getReason()).isEqualTo("budget");

        script.calm("name");
        platform.steer(id, Steer.STEER_RESUME);
        platform.awaitState(id, "PUBLISHED");
    }

    @Test
    void aPauseForMoneyOutlivesTheProcessAndEndsWhenTheBudgetIsRaised() {
        script.on("name", (range, progress) -> {
            throw new MurmurationException(ErrorCode.BUDGET_SPENT, "5.00 of 5.00 USD");
        });
        String dataset = platform.dataset();
        String id = platform.start(Specs.of(dataset));
        platform.awaitState(id, "PAUSED");

        platform.restart();
        platform.awaitPause(id);
        Run paused = platform.awaitState(id, "PAUSED");
        assertThat(paused.getReason()).isEqualTo("budget");

        script.calm("name");
        platform.budget(id, 8);
        platform.awaitState(id, "PUBLISHED");
        assertThat(script.calls("check budget")).isEqualTo(1);
        assertThat(script.calls("plan")).isEqualTo(1);
    }

    @Test
    void aBudgetThatIsRaisedWhileAStepStillDrainsIsNotLost() {
        CountDownLatch raised = new CountDownLatch(1);
        script.on("name", (range, progress) -> {
            TestPlatform.until(raised, progress);
            script.calm("name");
            throw new MurmurationException(ErrorCode.BUDGET_SPENT, "5.00 of 5.00 USD");
        });
        String dataset = platform.dataset();
        String id = platform.start(Specs.of(dataset).withBudget(5.0));
        platform.await(id, run -> stage(run, "NAME").getDone() > 0);
        platform.budget(id, 8);
        raised.countDown();
        platform.awaitState(id, "PUBLISHED");
    }

    @Test
    void cancelsWhileAStepRuns() throws InterruptedException {
        String id = startedToTrain();

        platform.steer(id, Steer.STEER_CANCEL);
        Run run = platform.awaitState(id, "CANCELED");
        assertThat(run.getErrorCode()).isEmpty();
        assertThat(script.calls("assign")).isZero();
    }

    @Test
    void whatWasPublishedWhileItWasCanceledIsWithdrawn() {
        script.on("publish", TestPlatform::untilGone);
        String id = platform.start(Specs.of(platform.dataset()));
        platform.await(id, run -> script.calls("publish") > 0);
        assertThat(script.calls("erase reviews")).isZero();

        platform.steer(id, Steer.STEER_CANCEL);
        platform.awaitState(id, "CANCELED");
        platform.await(id, run -> script.calls("erase reviews") == 1);
    }

    @Test
    void cancelsWhileItIsPaused() {
        script.on("name", (range, progress) -> {
            throw new MurmurationException(ErrorCode.AUTHENTICATION, "no key");
        });
        String dataset = platform.dataset();
        String id = platform.start(Specs.of(dataset));
        assertThat(platform.awaitState(id, "PAUSED").getReason()).isEqualTo("credentials");

        platform.steer(id, Steer.STEER_CANCEL);
        platform.awaitState(id, "CANCELED");
    }

    @Test
    void publishesOnlyAfterAPersonsYes() {
        String dataset = platform.dataset();
        String id = platform.start(Specs.of(dataset, Specs.Varied.PLAIN.approved()));
        platform.awaitState(id, "AWAITING_APPROVAL");
        assertThat(script.calls("publish")).isZero();

        platform.steer(id, Steer.STEER_APPROVE);
        platform.awaitState(id, "PUBLISHED");
        assertThat(platform.temporal().history("run-" + id).getEvents())
                .filteredOn(HistoryEvent::hasWorkflowExecutionUpdateCompletedEventAttributes)
                .hasSize(1);
        assertThat(script.calls("approved by a steward")).isOne();
        platform.steer(id, Steer.STEER_APPROVE);
        assertThat(script.calls("publish")).isOne();
    }

    @Test
    void aSafetyRunDoesNothingUntilAnotherPersonThanWhoAskedSaysYes() {
        RunKey run = platform.askForSafety(Specs.of(platform.dataset()), "an asker");
        TemporalLauncher launcher = new TemporalLauncher(platform.temporal().client(), "test", true);
        platform.awaitWaiting(run);

        assertThatThrownBy(() -> launcher.approve(run, "an asker"))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN))
                .hasMessageContaining("another person");
        assertThat(script.calls("plan")).isZero();

        launcher.approve(run, "another");
        platform.awaitEnd(run);
        assertThat(script.calls("publish")).isOne();
    }

    @Test
    void aRunThatDoesNotWaitRefusesAYes() {
        CountDownLatch released = new CountDownLatch(1);
        script.on("embed", (range, progress) -> TestPlatform.until(released, progress));
        String dataset = platform.dataset();
        String id = platform.start(Specs.of(dataset, Specs.Varied.PLAIN.approved()));
        platform.await(id, run -> run.getStage().equals("EMBED"));
        TemporalLauncher late = new TemporalLauncher(platform.temporal().client(), "test", true);
        assertThatThrownBy(() -> late.approve(new RunKey(TestPlatform.TENANT, id), "a steward"))
                .hasMessage("the run does not wait for approval");
        released.countDown();
        platform.awaitState(id, "AWAITING_APPROVAL");
    }

    @Test
    void aRunOfAProcessThatHasBegunAnewTakesAYes() {
        String dataset = platform.dataset();
        String id = platform.start(Specs.of(dataset, Specs.Varied.PLAIN.approved()));
        platform.awaitState(id, "AWAITING_APPROVAL");
        platform.restart();
        new TemporalLauncher(platform.temporal().client(), "test", true)
                .approve(new RunKey(TestPlatform.TENANT, id), "a steward");
        platform.awaitState(id, "PUBLISHED");
    }

    @Test
    void waitsForTheImportOfItsDataset() {
        CountDownLatch released = new CountDownLatch(1);
        script.on("import", (uri, progress) -> TestPlatform.until(released, progress));
        String dataset = platform.dataset();
        String id = platform.start(Specs.of(dataset));
        platform.await(id, run -> stage(run, "IMPORT").getDone() > 0);
        assertThat(script.calls("plan")).isZero();

        released.countDown();
        platform.awaitState(id, "PUBLISHED");
    }

    @Test
    void failsAsItsImportDid() {
        CountDownLatch started = new CountDownLatch(1);
        script.on("import", (uri, progress) -> {
            TestPlatform.until(started, progress);
            throw new MurmurationException(ErrorCode.UNREADABLE_SOURCE, "line 3: not JSON");
        });
        String dataset = platform.dataset();
        String id = platform.start(Specs.of(dataset));
        started.countDown();
        Run run = platform.awaitState(id, "FAILED");
        assertThat(run.getErrorCode()).isEqualTo("UNREADABLE_SOURCE");
        assertThat(run.getErrorMessage()).isEqualTo("line 3: not JSON");
    }

    @Test
    void goesOnAfterTemporalHasForgottenEverything() throws InterruptedException {
        String id = startedToTrain();

        script.calm("train");
        platform.restart();

        platform.awaitState(id, "PUBLISHED");
        assertThat(script.calls("plan")).isEqualTo(1);
        assertThat(script.calls("extract")).isEqualTo(2);
    }

    /** A run whose training has begun, and does not end by itself. */
    private String startedToTrain() throws InterruptedException {
        CountDownLatch training = new CountDownLatch(1);
        script.on("train", (detail, progress) -> {
            training.countDown();
            TestPlatform.untilGone(detail, progress);
        });
        String id = platform.start(Specs.of(platform.dataset()));
        training.await();
        return id;
    }

    private static StageProgress stage(Run run, String name) {
        return run.getStagesList().stream()
                .filter(stage -> stage.getStage().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Whether "shard/first+count" holds a position. */
    private static boolean covers(String range, int position) {
        int first = Integer.parseInt(range.substring(range.indexOf('/') + 1, range.indexOf('+')));
        int count = Integer.parseInt(range.substring(range.indexOf('+') + 1));
        return first <= position && position < first + count;
    }
}

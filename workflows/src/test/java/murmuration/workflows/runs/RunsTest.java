package murmuration.workflows.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import murmuration.core.Digest;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.Purpose;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.core.RunState;
import murmuration.core.Stage;
import murmuration.runs.v1.CreateDatasetRequest;
import murmuration.runs.v1.DeleteDatasetRequest;
import murmuration.runs.v1.DeleteDatasetResponse;
import murmuration.runs.v1.Estimate;
import murmuration.runs.v1.EstimateRunRequest;
import murmuration.runs.v1.EstimateRunResponse;
import murmuration.runs.v1.EstimatedTime;
import murmuration.runs.v1.GetDatasetRequest;
import murmuration.runs.v1.GetRunRequest;
import murmuration.runs.v1.ListRunsRequest;
import murmuration.runs.v1.RunServiceGrpc.RunServiceBlockingStub;
import murmuration.runs.v1.SetBudgetRequest;
import murmuration.runs.v1.StartRunRequest;
import murmuration.runs.v1.WatchRunRequest;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.GrpcErrors;
import murmuration.runtime.Json;
import murmuration.runtime.TestDatabase;
import murmuration.workflows.audit.TestAudit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunsTest {
    private final TestDatabase postgres = TestDatabase.create();
    private final Database database = postgres.as("workflows");
    private final DatasetRows datasets = new DatasetRows(database);
    private final RunRows rows = new RunRows(database);
    private boolean priced = true;
    private final RecordingLauncher launcher = new RecordingLauncher();
    private final RecordingErasure erasure = new RecordingErasure();
    private final RecordingSources sources = new RecordingSources();
    private final Datasets useCase = new Datasets(datasets, rows, launcher, sources, erasure);
    private final TestEdge edge = new TestEdge(
            new Runs(rows, useCase, launcher, this::require, Duration.ofMillis(5)),
            useCase,
            new AccountErasures(datasets, new StartOverRows(database), launcher, erasure),
            TestAudit.of(database),
            (spec, dataset) -> new Outlook(
                    dataset.contents().conversations() * 113,
                    new Cost.Estimate(1_103, 1_234_567, 98_765, 123_456L, 207),
                    "2025-11-25",
                    new Outlook.Time(1_234.5, 1.5, 20, true)));
    private final RunServiceBlockingStub runs = edge.stub();

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void theSameKeyRegistersOneDatasetAndStartsOneImport() {
        String first = create("d", "/data/a", "key");
        assertThat(create("d", "/data/a", "key")).isEqualTo(first);
        assertThat(launcher.started).containsOnly("import " + first);
        assertThatThrownBy(() -> create("d", "/data/other", "key")).satisfies(code("CONFLICT"));
    }

    @Test
    void aRepeatedUploadIsTheSameWish() {
        String first = create("d", "upload:1", "key");
        assertThat(create("d", "upload:2", "key")).isEqualTo(first);
        assertThat(sources.discarded).containsExactly("upload:2");
    }

    @Test
    void importingTheSameAgainFindsTheDataset() {
        String first = create("d", "upload:same#1", "a");
        assertThat(create("d", "upload:same#2", "b")).isEqualTo(first);
        become(first, 5);
        assertThat(create("d", "upload:same#3", "c")).isEqualTo(first);
        assertThat(sources.discarded).containsExactly("upload:same#2", "upload:same#3");

        assertThat(create("another name", "upload:same#4", "d")).isNotEqualTo(first);
        assertThat(create("d", "upload:other#1", "e")).isNotEqualTo(first);
        assertThat(sources.discarded).hasSize(2);
    }

    @Test
    void whatFailedOrWasDeletedIsImportedAnew() {
        String failed = create("d", "upload:same#1", "");
        datasets.failed(new DatasetKey("default", failed), new Failure("STORAGE_FULL", "x"));
        String deleted = create("d", "upload:same#2", "");
        assertThat(deleted).isNotEqualTo(failed);
        become(deleted, 5);
        delete(deleted);
        assertThat(create("d", "upload:same#3", "")).isNotEqualTo(deleted);
    }

    @Test
    void anUploadGoesWithItsDatasetAndWhereItsWishIsRefused() {
        String id = create("d", "upload:a#1", "key");
        assertThatThrownBy(() -> create("another name", "upload:b#1", "key")).satisfies(code("CONFLICT"));
        assertThat(sources.discarded).containsExactly("upload:b#1");
        become(id, 5);
        delete(id);
        assertThat(sources.discarded).containsExactly("upload:b#1", "upload:a#1");

        delete(ready("file", 5));
        assertThat(sources.discarded).hasSize(2);
    }

    @Test
    void anEstimateStartsNothingAndIsRough() {
        String dataset = create("d", "/data/a", "");
        EstimateRunRequest request = EstimateRunRequest.newBuilder()
                .setTenant("default")
                .setSpecJson(Json.write(Specs.of("d")))
                .build();
        assertThatThrownBy(() -> runs.estimateRun(request)).satisfies(code("CONFLICT"));
        become(dataset, 5);

        EstimateRunResponse estimate = runs.estimateRun(request);

        assertThat(estimate.getDatasetId()).isEqualTo(dataset);
        assertThat(estimate.getConversations()).as("1,017").isEqualTo(1_000);
        assertThat(estimate.getEstimate())
                .isEqualTo(Estimate.newBuilder()
                        .setCalls(1_100)
                        .setInputTokens(1_200_000)
                        .setOutputTokens(99_000)
                        .setMicros(120_000)
                        .setSample(210)
                        .build());
        assertThat(estimate.getTime())
                .isEqualTo(EstimatedTime.newBuilder()
                        .setSeconds(1_200)
                        .setCallSeconds(1.5)
                        .setAtOnce(20)
                        .setMeasured(true)
                        .build());
        assertThat(estimate.getPricesDate()).isEqualTo("2025-11-25");
        assertThat(list(ListRunsRequest.newBuilder().setLimit(10))).isEmpty();
        assertThat(launcher.started).containsExactly("import " + dataset);
    }

    @Test
    void anEstimateIsRefusedWhereTheRunWouldBe() {
        become(create("none", "/data/a", ""), 0);
        assertThatThrownBy(() -> runs.estimateRun(EstimateRunRequest.newBuilder()
                        .setTenant("default")
                        .setSpecJson(Json.write(Specs.of("none")))
                        .build()))
                .satisfies(code("PRIVACY_REFUSED"));
    }

    @Test
    void aNameMeansTheNewestThatIsReady() {
        String old = ready("d", 5);
        String newer = ready("d", 5);
        String importing = create("d", "/data/a", "");

        assertThat(get("d")).isEqualTo(newer);
        assertThat(get(old)).isEqualTo(old);
        assertThat(get(importing)).isEqualTo(importing);
        assertThatThrownBy(() -> get("unknown")).satisfies(code("NOT_FOUND"));
    }

    @Test
    void theSameKeyStartsOneRunAndAnotherSpecUnderItIsAConflict() {
        String dataset = ready("d", 5);
        String first = start(Specs.of(dataset), "key");

        assertThat(start(Specs.of(dataset), "key")).isEqualTo(first);
        assertThatThrownBy(() -> start(Specs.of(dataset, Specs.Varied.PLAIN.seeded(8)), "key"))
                .satisfies(code("CONFLICT"));
        assertThat(start(Specs.of(dataset), "")).isNotEqualTo(start(Specs.of(dataset), ""));
    }

    @Test
    void aDatasetWithoutAccountsNeedsASpecThatSaysSo() {
        String dataset = ready("d", 0);

        assertThatThrownBy(() -> start(Specs.of(dataset), ""))
                .satisfies(code("PRIVACY_REFUSED"))
                .hasMessageContaining("set accounts: one-per-conversation");
        Specs.Varied without = new Specs.Varied(
                RunSpec.Accounts.ONE_PER_CONVERSATION, RunSpec.Small.WITHHOLD, RunSpec.Approval.NONE, 7);
        assertThat(start(Specs.of(dataset, without), "")).isNotEmpty();
    }

    @Test
    void aSpecThatIsNotCompleteIsRefused() {
        assertThatThrownBy(() -> runs.startRun(StartRunRequest.newBuilder()
                        .setTenant("default")
                        .setSpecJson("{\"datasets\":3}")
                        .build()))
                .satisfies(code("INVALID_SPEC"));
    }

    @Test
    void theDigestOfASpecLeavesOutWhatDoesNotChangeTheResult() {
        RunSpec spec = Specs.of("d");
        assertThat(SpecDigest.of(Specs.of("another name"))).isEqualTo(SpecDigest.of(spec));
        assertThat(SpecDigest.of(Specs.of("d", Specs.Varied.PLAIN.seeded(8)))).isNotEqualTo(SpecDigest.of(spec));
    }

    @Test
    void aBudgetIsSetBesideTheSpecAndLetsARunGoOnThatPausedForIt() {
        String id = start(Specs.of(ready("d", 5)), "key");
        RunKey key = new RunKey("default", id);
        rows.running(key);
        rows.pause(key, "budget", true);
        spend(key, 3_000_000);

        murmuration.runs.v1.Run still = budget(id, 2.0);
        assertThat(still.getState()).isEqualTo("PAUSED");
        assertThat(rows.byId(key).orElseThrow().standing().desired()).isEqualTo(Desired.PAUSE);
        assertThat(still.getCost().getUsage(0).getMicros()).isEqualTo(3_000_000);
        assertThat(still.getCost().getUsage(0).getStage()).isEqualTo("EXTRACT");

        murmuration.runs.v1.Run on = budget(id, 4.0);
        assertThat(Json.read(on.getSpecJson(), RunSpec.class).beside().budgetUsd())
                .isEqualTo(4.0);
        assertThat(on.getSpecDigest()).isEqualTo(still.getSpecDigest());
        assertThat(rows.byId(key).orElseThrow().standing().desired()).isEqualTo(Desired.RUN);
        assertThat(start(Specs.of(on.getDatasetId()), "key")).isEqualTo(id);

        rows.end(key, RunState.CANCELED, new Failure("", ""));
        assertThatThrownBy(() -> budget(id, 5.0)).satisfies(code("CONFLICT"));
    }

    @Test
    void aBudgetOverAModelWithoutAPriceIsRefusedAndNotSet() {
        String id = start(Specs.of(ready("d", 5)), "");
        priced = false;
        assertThatThrownBy(() -> budget(id, 5.0))
                .satisfies(code("INVALID_SPEC"))
                .hasMessageContaining("no price");
        assertThat(rows.byId(new RunKey("default", id))
                        .orElseThrow()
                        .spec()
                        .beside()
                        .budgetUsd())
                .isNull();
    }

    /** Pretends to know prices, or none. */
    private void require(RunSpec spec) {
        if (!priced) {
            throw new MurmurationException(ErrorCode.INVALID_SPEC, "budget: there is no price for openai/m");
        }
    }

    @Test
    void aPausedRunStaysPausedForItsFirstReasonWhenAProcessStarts() {
        RunKey key = new RunKey("default", start(Specs.of(ready("d", 5)), ""));
        rows.running(key);
        rows.pause(key, "budget", true);

        rows.running(key);
        assertThat(standing(key).state()).isEqualTo(RunState.PAUSED);
        assertThat(rows.pause(key, "asked", false)).isEqualTo(Desired.PAUSE);
        assertThat(standing(key).reason()).isEqualTo("budget");
    }

    @Test
    void whatTheOwnerHasAskedForIsNoPauseForMoney() {
        String id = start(Specs.of(ready("d", 5)), "");
        RunKey key = new RunKey("default", id);
        rows.running(key);
        rows.desire(key, Desired.PAUSE, "owner");
        rows.pause(key, "budget", true);
        assertThat(standing(key).reason()).isEqualTo("asked");
        assertThat(budget(id, 9.0).getState()).isEqualTo("PAUSED");
        assertThat(standing(key).desired()).isEqualTo(Desired.PAUSE);
    }

    @Test
    void aBudgetThatIsRaisedWhileTheRunStillDrainsLetsItGoOn() {
        String id = start(Specs.of(ready("d", 5)).withBudget(1.0), "");
        RunKey key = new RunKey("default", id);
        rows.running(key);
        budget(id, 2.0);
        assertThat(rows.pause(key, "budget", true)).isEqualTo(Desired.RUN);
        assertThat(standing(key).state()).isEqualTo(RunState.RUNNING);

        // it has run into the new one too
        rows.running(key);
        assertThat(rows.pause(key, "budget", true)).isEqualTo(Desired.PAUSE);
        assertThat(standing(key).reason()).isEqualTo("budget");
    }

    @Test
    void aBudgetThatIsLoweredPausesTheRun() {
        String id = start(Specs.of(ready("d", 5)).withBudget(3.0), "");
        RunKey key = new RunKey("default", id);
        rows.running(key);
        budget(id, 2.0);
        assertThat(rows.pause(key, "budget", true)).isEqualTo(Desired.PAUSE);
    }

    private Run.Standing standing(RunKey run) {
        return rows.byId(run).orElseThrow().standing();
    }

    @Test
    void aStepThatIsRepeatedByDesignIsNoRetryAndOneThatFailedIs() {
        RunKey key = new RunKey("default", start(Specs.of(ready("d", 5)), ""));
        ProgressRows progress = new ProgressRows(database);
        Part names = new Part(key, Stage.NAME, "level 0");
        for (int naming = 0; naming < 2; naming++) {
            progress.begin(names);
            progress.succeed(names, ProgressRows.Count.NONE);
        }
        assertThat(retries(key)).isZero();

        progress.begin(names);
        progress.excuse(names);
        progress.begin(names);
        progress.succeed(names, ProgressRows.Count.NONE);
        assertThat(retries(key)).isEqualTo(1);
    }

    private long retries(RunKey run) {
        return rows.byId(run).orElseThrow().stages().stream()
                .filter(stage -> stage.stage() == Stage.NAME)
                .mapToLong(Run.StageProgress::retries)
                .sum();
    }

    @Test
    void howManyCallsWereAnsweredIsSaidRoughlyAndWhatFailedExactly() {
        String id = start(Specs.of(ready("d", 5)), "");
        RunKey key = new RunKey("default", id);
        spend(key, 1);
        assertThat(cost(id).getUsageList().stream()
                        .map(usage -> usage.getOutcome() + " " + usage.getCalls())
                        .toList())
                .containsExactly("ANSWERED 2000", "RATE_LIMITED 17");
    }

    @Test
    void listsTheNewestFirstPageByPage() {
        String dataset = ready("d", 5);
        List<String> ids =
                List.of(start(Specs.of(dataset), ""), start(Specs.of(dataset), ""), start(Specs.of(dataset), ""));

        assertThat(list(ListRunsRequest.newBuilder().setLimit(2))).containsExactly(ids.get(2), ids.get(1));
        assertThat(list(ListRunsRequest.newBuilder().setAfter(ids.get(1)))).containsExactly(ids.get(0));
        assertThat(list(ListRunsRequest.newBuilder().setDataset("d"))).hasSize(3);
        assertThat(list(ListRunsRequest.newBuilder().setState("PUBLISHED"))).isEmpty();
        assertThatThrownBy(() -> list(ListRunsRequest.newBuilder().setState("MOVING")))
                .satisfies(code("INVALID_REQUEST"));
        assertThatThrownBy(() -> list(ListRunsRequest.newBuilder().setLimit(201)))
                .satisfies(code("INVALID_REQUEST"));
    }

    @Test
    void theSpecComesBackInItsCanonicalForm() {
        RunSpec spec = Specs.of(ready("d", 5));
        String id = start(spec, "");

        assertThat(runs.getRun(GetRunRequest.newBuilder()
                                .setTenant("default")
                                .setRunId(id)
                                .build())
                        .getRun()
                        .getSpecJson())
                .isEqualTo(Json.write(spec));
    }

    @Test
    void aDatasetIsDeletedOnlyWhenNoRunUsesItAndTakesWhatWasDerivedWithIt() {
        String dataset = ready("d", 5);
        String run = start(Specs.of(dataset), "");
        assertThatThrownBy(() -> delete(dataset)).satisfies(code("CONFLICT")).hasMessageContaining(run);

        rows.end(new RunKey("default", run), RunState.FAILED, new Failure("INTERNAL", "x"));
        assertThat(delete(dataset)).isEqualTo(Map.of("published", 3L, "shards", 2L));
        assertThat(erasure.erased).containsExactly("run " + run, "dataset " + dataset);
        assertThatThrownBy(() -> start(Specs.of(dataset), "")).satisfies(code("CONFLICT"));
        assertThatThrownBy(() -> get("d")).satisfies(code("NOT_FOUND"));
    }

    @Test
    void whatIsHalfDeletedIsUsedByNobodyAndDeletedAgain() {
        String half = create("d", "upload:same#1", "");
        become(half, 5);
        erasure.broken = true;
        assertThatThrownBy(() -> delete(half)).satisfies(code("UNAVAILABLE"));
        assertThat(state(half)).isEqualTo("DELETING");
        assertThatThrownBy(() -> start(Specs.of(half), "")).satisfies(code("CONFLICT"));
        assertThat(create("d", "upload:same#2", "")).isNotEqualTo(half);

        erasure.broken = false;
        delete(half);
        assertThat(state(half)).isEqualTo("DELETED");
        assertThat(erasure.erased).contains("dataset " + half);
    }

    @Test
    void whatIsHalfDeletedGoesOnByItself() {
        String half = ready("d", 5);
        erasure.broken = true;
        assertThatThrownBy(() -> delete(half)).satisfies(code("UNAVAILABLE"));
        assertThat(useCase.goOn()).isFalse();
        assertThat(state(half)).isEqualTo("DELETING");

        erasure.broken = false;
        assertThat(useCase.goOn()).isTrue();
        assertThat(state(half)).isEqualTo("DELETED");
        assertThat(useCase.goOn()).isTrue();
        assertThat(erasure.erased).containsExactly("dataset " + half);
    }

    @Test
    void whatIsHalfDeletedGoesOnInEachTenant() {
        DatasetKey other = new DatasetKey("other", UUID.randomUUID().toString());
        Dataset.Source source = new Dataset.Source("/data/a", "auto", List.of());
        assertThat(datasets.insert(other, "d", source, new DatasetRows.Known("", null, "")))
                .isTrue();
        datasets.failed(other, new Failure("STORAGE_FULL", "x"));
        assertThat(datasets.deleting(other, "").key()).isEqualTo(other);

        assertThat(useCase.goOn()).isTrue();
        assertThat(datasets.byId(other)).map(Dataset::state).contains(DatasetState.DELETED);
    }

    @Test
    void aMigrationDoesNotWaitForADeletion() {
        String dataset = ready("d", 5);
        erasure.meanwhile =
                () -> postgres.execute("SET lock_timeout = '5s'; ALTER TABLE runs.dataset ADD COLUMN later text");
        assertThat(delete(dataset)).isEqualTo(Map.of("shards", 2L));
        assertThat(state(dataset)).isEqualTo("DELETED");
    }

    @Test
    void aDeletionGoesOnWhereItsCallerHasGoneAndIsDoneOnce() {
        String dataset = ready("d", 5);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        AtomicBoolean cut = new AtomicBoolean();
        erasure.meanwhile = () -> {
            begun.countDown();
            await(gone);
            cut.set(Context.current().isCancelled());
        };
        Context.CancellableContext caller = Context.current().withCancellation();
        CompletableFuture<Throwable> left =
                CompletableFuture.supplyAsync(() -> catchThrowable(() -> caller.call(() -> delete(dataset))));
        await(begun);
        caller.cancel(null);
        assertThat(left.join()).hasMessageContaining("CANCELLED");

        assertThat(deletion(dataset).getGoesOn()).isTrue();
        assertThat(useCase.goOn()).isTrue();
        assertThat(state(dataset)).isEqualTo("DELETING");
        gone.countDown();

        awaitState(dataset, "DELETED");
        assertThat(cut).isFalse();
        assertThat(erasure.erased).containsExactly("dataset " + dataset);
    }

    @Test
    void deletionsTakeTurnsSoThatOthersHaveConnections() {
        List<String> all = List.of(ready("a", 5), ready("b", 5), ready("c", 5));
        CountDownLatch two = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        erasure.meanwhile = () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            two.countDown();
            await(end);
            now.decrementAndGet();
        };
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            all.forEach(dataset -> callers.execute(() -> delete(dataset)));
            await(two);
            // also the one whose turn has not come is out of use
            all.forEach(dataset -> awaitState(dataset, "DELETING"));
            end.countDown();
        }
        assertThat(all).allSatisfy(dataset -> assertThat(state(dataset)).isEqualTo("DELETED"));
        assertThat(most).hasValue(2);
    }

    @Test
    void whatHasGoneBeforeItsTurnIsNotDeletedAgain() {
        Dataset half = useCase.outOfUse(new DatasetKey("default", ready("d", 5)), "");
        assertThat(useCase.delete(half)).contains(Map.of("shards", 2L));
        assertThat(useCase.delete(half)).contains(Map.of());
        assertThat(erasure.erased).containsExactly("dataset " + half.key().datasetId());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitState(String dataset, String state) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!state(dataset).equals(state) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(state(dataset)).isEqualTo(state);
    }

    @Test
    void aRunThatStartsWhileItsDatasetIsDeletedIsRefused() {
        String dataset = ready("d", 5);
        CompletableFuture<Throwable> refusal = database.inTenant("default", handle -> {
            handle.execute("UPDATE runs.dataset SET state = 'DELETING' WHERE dataset_id = ?::uuid", dataset);
            var starting = CompletableFuture.supplyAsync(() -> catchThrowable(() -> start(Specs.of(dataset), "")));
            awaitLock();
            return starting;
        });
        assertThat(refusal.join()).satisfies(code("CONFLICT"));
    }

    @Test
    void aDatasetThatIsDeletedWhileARunStartsIsKept() {
        String dataset = ready("d", 5);
        CompletableFuture<Throwable> refusal = database.inTenant("default", handle -> {
            handle.execute("SELECT FROM runs.dataset WHERE dataset_id = ?::uuid FOR SHARE", dataset);
            var deleting = CompletableFuture.supplyAsync(() -> catchThrowable(() -> delete(dataset)));
            awaitLock();
            handle.execute("""
                    INSERT INTO runs.run (tenant, run_id, dataset_id, name, spec, spec_digest, state)
                    VALUES ('default', gen_random_uuid(), ?::uuid, 'n', '{}', 'd', 'QUEUED')""", dataset);
            return deleting;
        });
        assertThat(refusal.join()).satisfies(code("CONFLICT")).hasMessageContaining("has not ended");
        assertThat(state(dataset)).isEqualTo("READY");
        assertThat(erasure.erased).isEmpty();
    }

    /** Until another connection to this database waits for a lock. */
    private void awaitLock() {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        long waiting = 0;
        // of its own: the one whose transaction is open would answer from what it saw at first
        Database outside = postgres.as("workflows");
        while (waiting == 0 && System.nanoTime() < end) {
            waiting = outside.inTenant(
                    "default",
                    handle -> handle.createQuery("""
                            SELECT count(*) FROM pg_stat_activity
                            WHERE datname = current_database() AND wait_event_type = 'Lock'""").mapTo(Long.class).one());
        }
        assertThat(waiting).isPositive();
    }

    private String state(String dataset) {
        return runs.getDataset(GetDatasetRequest.newBuilder()
                        .setTenant("default")
                        .setIdOrName(dataset)
                        .build())
                .getDataset()
                .getState();
    }

    @Test
    void aWatcherSeesTheEndOnceAndOnlyWhatIsNewer() {
        String run = start(Specs.of(ready("d", 5)), "");
        rows.end(new RunKey("default", run), RunState.CANCELED, Failure.NONE);

        var seen = new ArrayList<murmuration.runs.v1.Run>();
        runs.watchRun(WatchRunRequest.newBuilder()
                        .setTenant("default")
                        .setRunId(run)
                        .build())
                .forEachRemaining(message -> seen.add(message.getRun()));
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().getState()).isEqualTo("CANCELED");

        assertThat(runs.watchRun(WatchRunRequest.newBuilder()
                                .setTenant("default")
                                .setRunId(run)
                                .setAfterVersion(seen.getFirst().getVersion())
                                .build())
                        .hasNext())
                .isFalse();
    }

    @Test
    void whatAStageCountsOfConversationsIsFlooredAndWhatTheyWereIsNotTold() {
        RunKey key = new RunKey("default", start(Specs.of(ready("d", 5)), ""));
        works(key, 37, Map.of("OK", 19L, "REFUSED", 9L, "SCREENED_OUT", 4L, "TOO_LONG", 3L, "QUARANTINED", 2L));

        murmuration.runs.v1.StageProgress extract = shown(key).getStagesList().stream()
                .filter(stage -> stage.getStage().equals("EXTRACT"))
                .findFirst()
                .orElseThrow();
        assertThat(extract.getDone()).isEqualTo(35);
        assertThat(extract.getTotal()).isEqualTo(55);
        assertThat(extract.getOutcomesMap()).isEqualTo(Map.of("OK", 15L, "QUARANTINED", 0L));
    }

    @Test
    void howManyWereAnsweredIsNotToBeReadFromTheStagesThatGoThroughThem() {
        for (long answered : new long[] {58, 57, 55}) {
            RunKey key = new RunKey("default", start(Specs.of(ready("d", 5)), ""));
            works(key, 58, Map.of("OK", answered, "SCREENED_OUT", 58 - answered));
            for (Stage stage : List.of(Stage.EMBED, Stage.CLUSTER)) {
                Part part = new Part(key, stage, "0");
                works(part, new ProgressRows.Count(30, answered, Map.of()));
                assertThat(stage(key, stage)).as("%s of %d", stage, answered).isEqualTo("25/55 {}");
                works(part, new ProgressRows.Count(answered, answered, Map.of()));
                assertThat(stage(key, stage)).as("%s of %d", stage, answered).isEqualTo("55/55 {}");
            }
        }
    }

    /** That a single one was withheld would tell where conversations ended, and of how many accounts they are at least. */
    @Test
    void whatFewerThanFiveClustersCameToIsNotTold() {
        RunKey key = new RunKey("default", start(Specs.of(ready("d", 5)), ""));
        for (Stage stage : List.of(Stage.NAME, Stage.REVIEW, Stage.RAISE)) {
            works(
                    new Part(key, stage, "0"),
                    new ProgressRows.Count(
                            19, 19, Map.of("PASSED", 14L, "WITHHELD", 1L, "IDENTIFYING", 4L, "UNNAMED", 5L)));
            assertThat(stage(key, stage)).isEqualTo("15/15 {PASSED=10, UNNAMED=5}");
        }
    }

    @Test
    void underTheMinimumNothingIsCountedAndAtItsEndAStageHasDoneAll() {
        RunKey key = new RunKey("default", start(Specs.of(ready("d", 5)), ""));
        works(key, 4, Map.of("OK", 3L, "SCREENED_OUT", 1L));
        assertThat(extract(key)).isEqualTo("0/55 {}");
        works(key, 58, Map.of("OK", 57L, "SCREENED_OUT", 1L));
        assertThat(extract(key)).isEqualTo("55/55 {OK=55}");
    }

    @Test
    void aVersionChangesWithWhatIsShownAndWithNothingElse() {
        RunKey key = new RunKey("default", start(Specs.of(ready("d", 5)), ""));
        StageRows stages = new StageRows(database, new DeploymentKey(new byte[32]));
        stages.begin(key, Stage.EXTRACT, false);
        works(key, 36, Map.of("OK", 36L));
        long version = shown(key).getVersion();

        works(key, 39, Map.of("OK", 38L, "TOO_LONG", 1L));
        assertThat(shown(key).getVersion()).isEqualTo(version).isBetween(1L, 1L << 53);
        works(key, 40, Map.of("OK", 38L, "TOO_LONG", 2L));
        assertThat(shown(key).getVersion()).isNotEqualTo(version);

        stages.finish(key, Stage.EXTRACT);
        long done = shown(key).getVersion();
        works(key, 58, Map.of("OK", 50L, "TOO_LONG", 8L));
        new ProgressRows(database).expect(key, Stage.EMBED, 50);
        assertThat(shown(key).getVersion())
                .as("neither what is done is counted, nor what comes next")
                .isEqualTo(done);
    }

    /** EXTRACT has come so far in 58 conversations. */
    private void works(RunKey run, long done, Map<String, Long> outcomes) {
        new ProgressRows(database).expect(run, Stage.EXTRACT, 58);
        works(new Part(run, Stage.EXTRACT, "0"), new ProgressRows.Count(done, 58, outcomes));
    }

    private void works(Part part, ProgressRows.Count count) {
        ProgressRows progress = new ProgressRows(database);
        progress.begin(part);
        progress.succeed(part, count);
    }

    private String extract(RunKey run) {
        return stage(run, Stage.EXTRACT);
    }

    private String stage(RunKey run, Stage of) {
        return shown(run).getStagesList().stream()
                .filter(stage -> stage.getStage().equals(of.name()))
                .map(stage -> stage.getDone() + "/" + stage.getTotal() + " " + new TreeMap<>(stage.getOutcomesMap()))
                .findFirst()
                .orElseThrow();
    }

    private murmuration.runs.v1.Run shown(RunKey run) {
        return runs.getRun(GetRunRequest.newBuilder()
                        .setTenant(run.tenant())
                        .setRunId(run.runId())
                        .build())
                .getRun();
    }

    @Test
    void aDatasetsTimeSpanIsSaidInDays() {
        String id = create("d", "/data/a", "");
        datasets.ready(
                new DatasetKey("default", id),
                new Dataset.Contents(
                        Digest.of("digest"),
                        9,
                        5,
                        9,
                        1,
                        Map.of(),
                        Map.of(),
                        List.of(),
                        Instant.parse("2025-11-17T23:59:59.123Z"),
                        Instant.parse("2025-11-23T00:00:01Z"),
                        1,
                        0));
        murmuration.runs.v1.Dataset shown = runs.getDataset(GetDatasetRequest.newBuilder()
                        .setTenant("default")
                        .setIdOrName(id)
                        .build())
                .getDataset();
        assertThat(shown.getFirstAt()).isEqualTo("2025-11-17");
        assertThat(shown.getLastAt()).isEqualTo("2025-11-23");
    }

    @Test
    void anotherTenantSeesNothing() {
        String run = start(Specs.of(ready("d", 5)), "");
        assertThatThrownBy(() -> runs.getRun(GetRunRequest.newBuilder()
                        .setTenant("other")
                        .setRunId(run)
                        .build()))
                .satisfies(code("NOT_FOUND"));
        assertThat(rows.unfinished()).extracting(RunRows.Unfinished::id).containsExactly(run);
    }

    private String create(String name, String uri, String key) {
        return runs.createDataset(CreateDatasetRequest.newBuilder()
                        .setTenant("default")
                        .setName(name)
                        .setUri(uri)
                        .setFormat("auto")
                        .setIdempotencyKey(key)
                        .build())
                .getDataset()
                .getId();
    }

    private String ready(String name, int accounts) {
        String id = create(name, "/data/" + UUID.randomUUID(), "");
        become(id, accounts);
        return id;
    }

    private void become(String id, int accounts) {
        datasets.ready(
                new DatasetKey("default", id),
                new Dataset.Contents(
                        Digest.of("digest"), 9, accounts, 9, 1, Map.of(), Map.of(), List.of(), null, null, 1, 0));
    }

    private String get(String idOrName) {
        return runs.getDataset(GetDatasetRequest.newBuilder()
                        .setTenant("default")
                        .setIdOrName(idOrName)
                        .build())
                .getDataset()
                .getId();
    }

    private Map<String, Long> delete(String dataset) {
        return deletion(dataset).getRemovedMap();
    }

    private DeleteDatasetResponse deletion(String dataset) {
        return runs.deleteDataset(DeleteDatasetRequest.newBuilder()
                .setTenant("default")
                .setDatasetId(dataset)
                .build());
    }

    private String start(RunSpec spec, String key) {
        return runs.startRun(StartRunRequest.newBuilder()
                        .setTenant("default")
                        .setSpecJson(Json.write(spec))
                        .setIdempotencyKey(key)
                        .build())
                .getRun()
                .getId();
    }

    private murmuration.runs.v1.Run budget(String run, double usd) {
        return runs.setBudget(SetBudgetRequest.newBuilder()
                        .setTenant("default")
                        .setRunId(run)
                        .setUsd(usd)
                        .build())
                .getRun();
    }

    @Test
    void howManyConversationsWereRefusedOrTooLongIsNotToldByCallsAndTheEstimateIsRough() {
        Cost exact = new Cost(
                List.of(
                        usage(Purpose.FACETS, "ANSWERED", 1998),
                        usage(Purpose.FACETS, "CONTEXT_TOO_LONG", 3),
                        usage(Purpose.FACETS, "RATE_LIMITED", 17),
                        usage(Purpose.FACETS, "REFUSED", 4),
                        usage(Purpose.NAME, "REFUSED", 1)),
                List.of(),
                0,
                0,
                new Cost.Estimate(2_013, 1_234_567, 98_765, 4_321L, 201));

        Cost shown = exact.shown(Specs.of("d").minimums());
        assertThat(shown.usage())
                .containsExactly(
                        new Cost.Usage(Purpose.FACETS, "m", "ANSWERED", 2_000, 30, 3, 6L),
                        usage(Purpose.FACETS, "RATE_LIMITED", 17),
                        usage(Purpose.NAME, "REFUSED", 1));
        assertThat(shown.estimate()).isEqualTo(new Cost.Estimate(2_000, 1_200_000, 99_000, 4_300L, 200));
        assertThat(shown.countedMicros()).isEqualTo(exact.countedMicros());
    }

    @Test
    void thatFewOfAGroupWentOnBehindTheScreenIsNotTold() {
        Cost exact = new Cost(
                List.of(
                        usage(Purpose.FACETS, "ANSWERED", 1),
                        usage(Purpose.FACETS, "REFUSED", 2),
                        usage(Purpose.SCREEN, "ANSWERED", 60)),
                List.of(),
                0,
                0,
                null);

        Cost shown = exact.shown(Specs.of("d").minimums());
        assertThat(shown.usage()).containsExactly(new Cost.Usage(Purpose.SCREEN, "m", "ANSWERED", 65, 30, 3, 6L));
        assertThat(shown.shown(Specs.of("d").minimums())).isEqualTo(shown);
        assertThat(shown.countedMicros()).isEqualTo(exact.countedMicros());
    }

    @Test
    void storedAnswersAboutConversationsAreSaidRoughlyAndFewNotAtAll() {
        Cost exact = new Cost(
                List.of(),
                List.of(
                        new Cost.Stored(Purpose.SCREEN, "m", 1_998),
                        new Cost.Stored(Purpose.FACETS, "m", 4),
                        new Cost.Stored(Purpose.NAME, "m", 3)),
                0,
                0,
                null);
        assertThat(exact.shown(Specs.of("d").minimums()).stored())
                .containsExactly(new Cost.Stored(Purpose.SCREEN, "m", 2_000), new Cost.Stored(Purpose.NAME, "m", 3));
    }

    @Test
    void storedAnswersAreNoCallsAndCostNothing() {
        String id = start(Specs.of(ready("d", 5)), "");
        RunKey key = new RunKey("default", id);
        postgres.as("extraction").useTenant(key.tenant(), handle -> handle.execute("""
                        INSERT INTO model.usage
                            (tenant, run_id, purpose, model, outcome, calls, input_tokens, output_tokens, micros)
                        VALUES (?, ?::uuid, 'FACETS', 'm', 'STORED', 1998, 0, 0, 0)""", key.tenant(), id));
        murmuration.runs.v1.Cost cost = cost(id);
        assertThat(cost.getUsageList()).isEmpty();
        assertThat(cost.getStoredList()).singleElement().satisfies(stored -> {
            assertThat(stored.getStage()).isEqualTo("EXTRACT");
            assertThat(stored.getPurpose()).isEqualTo("FACETS");
            assertThat(stored.getModel()).isEqualTo("m");
            assertThat(stored.getAnswers()).isEqualTo(2_000);
        });
    }

    private murmuration.runs.v1.Cost cost(String id) {
        return runs.getRun(GetRunRequest.newBuilder()
                        .setTenant("default")
                        .setRunId(id)
                        .build())
                .getRun()
                .getCost();
    }

    private static Cost.Usage usage(Purpose purpose, String outcome, long calls) {
        return new Cost.Usage(purpose, "m", outcome, calls, 10, 1, 2L);
    }

    /** 1,998 answered calls of so many millionths of a dollar together, and 17 that failed. */
    private void spend(RunKey run, long micros) {
        postgres.as("extraction")
                .useTenant(
                        run.tenant(),
                        handle -> handle.execute("""
                        INSERT INTO model.usage
                            (tenant, run_id, purpose, model, outcome, calls, input_tokens, output_tokens, micros)
                        VALUES (?, ?::uuid, 'FACETS', 'm', 'ANSWERED', 1998, 1, 1, ?),
                               (?, ?::uuid, 'FACETS', 'm', 'RATE_LIMITED', 17, 0, 0, 0)""", run.tenant(), run.runId(), micros, run.tenant(), run.runId()));
    }

    private List<String> list(ListRunsRequest.Builder request) {
        return runs.listRuns(request.setTenant("default").build()).getRunsList().stream()
                .map(murmuration.runs.v1.Run::getId)
                .toList();
    }

    private static java.util.function.Consumer<Throwable> code(String code) {
        return failure -> assertThat(GrpcErrors.received((StatusRuntimeException) failure)
                        .code()
                        .name())
                .isEqualTo(code);
    }
}

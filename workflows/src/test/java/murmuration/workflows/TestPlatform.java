package murmuration.workflows;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.TracerProvider;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkerDeploymentVersion;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.core.RunState;
import murmuration.runs.v1.CreateDatasetRequest;
import murmuration.runs.v1.EraseAccountRequest;
import murmuration.runs.v1.Run;
import murmuration.runs.v1.RunServiceGrpc.RunServiceBlockingStub;
import murmuration.runs.v1.SetBudgetRequest;
import murmuration.runs.v1.StartRunRequest;
import murmuration.runs.v1.Steer;
import murmuration.runs.v1.SteerRunRequest;
import murmuration.runs.v1.WatchRunRequest;
import murmuration.runs.v1.WatchRunResponse;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Ids;
import murmuration.runtime.Json;
import murmuration.runtime.Progress;
import murmuration.workflows.audit.TestAudit;
import murmuration.workflows.runs.AccountErasures;
import murmuration.workflows.runs.Datasets;
import murmuration.workflows.runs.EndedRuns;
import murmuration.workflows.runs.Runs;
import murmuration.workflows.runs.TestEdge;
import murmuration.workflows.steps.Books;
import murmuration.workflows.steps.CallLimits;
import murmuration.workflows.steps.Calls;
import murmuration.workflows.steps.ClusteringSteps;
import murmuration.workflows.steps.DatasetSteps;
import murmuration.workflows.steps.EmbeddingSteps;
import murmuration.workflows.steps.ExtractionSteps;
import murmuration.workflows.steps.HierarchySteps;
import murmuration.workflows.steps.PrivacySteps;
import murmuration.workflows.steps.RunSteps;
import murmuration.workflows.steps.ServiceErasure;
import murmuration.workflows.steps.ServicePrices;
import murmuration.workflows.steps.ServiceSources;
import org.jspecify.annotations.Nullable;

/** Runs as they run in production, but for scripted services: a real database, Temporal, worker and RunService. */
final class TestPlatform implements AutoCloseable {
    static final String TENANT = "default";
    static final int ACTIVITIES = 4;

    private final Script script = new Script();
    private final PooledDatabase database = new PooledDatabase();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final Books books;
    private final ScriptedServices services = new ScriptedServices(script);
    private final String taskQueue;
    private final CallLimits limits;
    private TestTemporal temporal;
    private TemporalWorker worker;
    private TestEdge edge;
    private @Nullable TemporalWorker joined;

    TestPlatform() {
        this("test");
    }

    TestPlatform(String taskQueue) {
        this(taskQueue, Duration.ofSeconds(30));
    }

    /** @param silence how long a service may be silent */
    TestPlatform(String taskQueue, Duration silence) {
        this.taskQueue = taskQueue;
        limits = limits(silence);
        books = Books.of(database.database(), new DeploymentKey(new byte[32]));
        temporal = new TestTemporal();
        RunAttributes.register(temporal.client().getWorkflowServiceStubs(), "default");
        worker = worker(Optional.empty());
        edge = edge();
        worker.start();
    }

    /** Works without end, until the caller has gone. */
    static void untilGone(String detail, Progress progress) {
        until(new CountDownLatch(1), progress);
    }

    /** Works until it is released, or the caller has gone; on enough for its progress to be shown. */
    static void until(CountDownLatch released, Progress progress) {
        try {
            while (!released.await(5, TimeUnit.MILLISECONDS)) {
                progress.report(100, 200);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Script script() {
        return script;
    }

    TestTemporal temporal() {
        return temporal;
    }

    RunServiceBlockingStub runs() {
        return edge.stub().withDeadlineAfter(4, TimeUnit.MINUTES);
    }

    /** Temporal and everything beside it die; a new process finds the rows only. */
    void restart() {
        worker.stop(Duration.ZERO);
        edge.close();
        temporal.close();
        temporal = new TestTemporal();
        RunAttributes.register(temporal.client().getWorkflowServiceStubs(), "default");
        worker = worker(Optional.empty());
        edge = edge();
        worker.start();
        TemporalWorker.recover(books.runs(), launcher());
    }

    /** A worker of this version comes. */
    void join(WorkerDeploymentVersion version) {
        joined = worker(Optional.of(version));
        joined.start();
    }

    /** The worker that was there first goes, and breaks off what it does. */
    void leave() {
        worker.stop(Duration.ZERO);
        worker = Objects.requireNonNull(joined);
    }

    /** Registers a data set; its import begins. Answers its id. */
    String dataset() {
        return dataset("/data/d");
    }

    /** The same from this source. */
    String dataset(String uri) {
        return runs().createDataset(CreateDatasetRequest.newBuilder()
                        .setTenant(TENANT)
                        .setName("d")
                        .setUri(uri)
                        .setFormat("auto")
                        .build())
                .getDataset()
                .getId();
    }

    /** Starts a run; answers its id. */
    String start(RunSpec spec) {
        return runs().startRun(StartRunRequest.newBuilder()
                        .setTenant(TENANT)
                        .setSpecJson(Json.write(spec))
                        .build())
                .getRun()
                .getId();
    }

    /** Asks for a safety run, which then waits for another person. */
    RunKey askForSafety(RunSpec spec, String asker) {
        RunKey key = new RunKey(TENANT, Ids.uuid7().toString());
        database.database()
                .useTenant(
                        TENANT,
                        handle -> handle.execute(
                                """
                                INSERT INTO runs.run (tenant, run_id, dataset_id, name, spec, spec_digest, state)
                                VALUES (?, ?::uuid, ?::uuid, 'safety', ?::jsonb, '', 'QUEUED');
                                INSERT INTO safety.run (tenant, run_id, asked_by, reason, expires_at)
                                VALUES (?, ?::uuid, ?, 'case 7', now() + interval '1 day')""",
                                TENANT,
                                key.runId(),
                                spec.dataset(),
                                Json.write(spec),
                                TENANT,
                                key.runId(),
                                asker));
        launcher().start(key);
        return key;
    }

    /** Waits until a run that no one watches waits for a person. */
    void awaitWaiting(RunKey run) {
        awaitRow(run, RunState.AWAITING_APPROVAL);
    }

    /** The same until it is published. */
    void awaitEnd(RunKey run) {
        awaitRow(run, RunState.PUBLISHED);
    }

    private void awaitRow(RunKey run, RunState state) {
        long over = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (books.runs().byId(run).orElseThrow().standing().state() != state) {
            if (System.nanoTime() > over) {
                throw new AssertionError("the run is not " + state);
            }
        }
    }

    /** How many runs have ended so, as metrics show it. */
    double ended(RunState state) {
        return metrics.get("murmuration_runs_ended_total")
                .tag("state", state.name())
                .counter()
                .count();
    }

    void steer(String run, Steer steer) {
        var ignored = runs().steerRun(SteerRunRequest.newBuilder()
                .setTenant(TENANT)
                .setRunId(run)
                .setSteer(steer)
                .setAskedBy("a steward")
                .build());
    }

    /** Waits until the workflow that Temporal knows has paused the run; fails where it has not within half a minute. */
    void awaitPause(String run) {
        long over = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!paused(temporal.history("run-" + run).getEvents())) {
            if (System.nanoTime() > over) {
                throw new AssertionError("the run was not paused");
            }
        }
    }

    private static boolean paused(List<HistoryEvent> events) {
        return events.stream()
                .filter(event -> event.getActivityTaskScheduledEventAttributes()
                        .getActivityType()
                        .getName()
                        .equals("RunPause"))
                .anyMatch(pause -> events.stream()
                        .anyMatch(event ->
                                event.getActivityTaskCompletedEventAttributes().getScheduledEventId()
                                        == pause.getEventId()));
    }

    /** Takes an account out of a data set. */
    void erase(String dataset, String account) {
        var ignored = runs().eraseAccount(EraseAccountRequest.newBuilder()
                .setTenant(TENANT)
                .setDatasetId(dataset)
                .setAccountId(account)
                .build());
    }

    void budget(String run, double usd) {
        var ignored = runs().setBudget(SetBudgetRequest.newBuilder()
                .setTenant(TENANT)
                .setRunId(run)
                .setUsd(usd)
                .build());
    }

    /** Watches the run until it is so; fails where it ends otherwise, or within a minute. */
    Run await(String run, Predicate<Run> so) {
        Iterator<WatchRunResponse> watch = runs().watchRun(WatchRunRequest.newBuilder()
                .setTenant(TENANT)
                .setRunId(run)
                .build());
        String last = "";
        while (watch.hasNext()) {
            Run now = watch.next().getRun();
            if (so.test(now)) {
                return now;
            }
            last = now.getState() + " " + now.getStage() + " " + now.getErrorCode() + " " + now.getErrorMessage();
        }
        throw new AssertionError("the run ended otherwise: " + last);
    }

    Run awaitState(String run, String state) {
        return await(run, now -> now.getState().equals(state));
    }

    @Override
    public void close() {
        worker.stop(Duration.ZERO);
        edge.close();
        temporal.close();
        services.close();
        database.close();
    }

    /** As few attempts and as short waits as a test can bear. */
    private static CallLimits limits(Duration silence) {
        return new CallLimits(2, 20, Duration.ofMillis(20), silence, Duration.ofMillis(1), Duration.ofMillis(20));
    }

    private TemporalLauncher launcher() {
        return new TemporalLauncher(temporal.client(), taskQueue, true);
    }

    private TestEdge edge() {
        WorkflowsWiring.Services stubs = services.stubs();
        Datasets datasets = new Datasets(
                books.datasets(), books.runs(), launcher(), new ServiceSources(stubs.extraction()), erasure(stubs));
        return new TestEdge(
                new Runs(
                        books.runs(),
                        datasets,
                        launcher(),
                        new ServicePrices(stubs.extraction()),
                        Duration.ofMillis(10)),
                datasets,
                new AccountErasures(books.datasets(), books.startOvers(), launcher(), erasure(stubs)),
                TestAudit.of(database.database()));
    }

    private static ServiceErasure erasure(WorkflowsWiring.Services stubs) {
        return new ServiceErasure(
                stubs.extraction(), stubs.embedding(), stubs.clustering(), stubs.hierarchy(), stubs.privacy());
    }

    private TemporalWorker worker(Optional<WorkerDeploymentVersion> version) {
        WorkflowsWiring.Services stubs = services.stubs();
        Calls calls = new Calls(limits);
        return new TemporalWorker(new TemporalWorker.Equipment(
                temporal.client(),
                taskQueue,
                ACTIVITIES,
                version,
                () -> TracerProvider.noop().get("test"),
                List.of(
                        new RunSteps(calls, books, erasure(stubs), new EndedRuns(metrics)),
                        new DatasetSteps(calls, books, new ServiceSources(stubs.extraction())),
                        new ExtractionSteps(stubs.extraction(), calls, books),
                        new EmbeddingSteps(stubs.embedding(), calls, books),
                        new ClusteringSteps(stubs.clustering(), calls, books),
                        new HierarchySteps(stubs.hierarchy(), calls, books),
                        new PrivacySteps(stubs.privacy(), calls, books))));
    }
}

package murmuration.workflows;

import io.opentelemetry.api.trace.Tracer;
import io.temporal.client.WorkflowClient;
import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerDeploymentOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.workflows.runs.DatasetKey;
import murmuration.workflows.runs.Launcher;
import murmuration.workflows.runs.RunRows;
import murmuration.workflows.traces.TracedWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out workflows and activities. When it starts, it sees to it that whatever has not ended goes on. */
public final class TemporalWorker {
    private static final Logger LOG = LoggerFactory.getLogger(TemporalWorker.class);

    private final WorkerFactory factory;

    /**
     * What a worker needs.
     *
     * @param activities how many it does at a time
     * @param version empty: it takes the tasks of all versions
     * @param tracer of its activities' spans
     */
    public record Equipment(
            WorkflowClient client,
            String taskQueue,
            int activities,
            Optional<WorkerDeploymentVersion> version,
            Supplier<Tracer> tracer,
            List<Object> steps) {
        public Equipment {
            steps = List.copyOf(steps);
        }
    }

    /** A worker that has not started. */
    public TemporalWorker(Equipment equipment) {
        factory = WorkerFactory.newInstance(
                equipment.client(),
                WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new TracedWork(equipment.tracer()))
                        .build());
        WorkerOptions.Builder options = WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(equipment.activities())
                .setMaxConcurrentActivityTaskPollers(Math.min(5, equipment.activities()));
        equipment.version().ifPresent(version -> options.setDeploymentOptions(versioned(version)));
        Worker worker = factory.newWorker(equipment.taskQueue(), options.build());
        register(worker);
        worker.registerActivitiesImplementations(equipment.steps().toArray());
    }

    /** A run goes on with the version that is current: histories of earlier ones replay. */
    private static WorkerDeploymentOptions versioned(WorkerDeploymentVersion version) {
        return WorkerDeploymentOptions.newBuilder()
                .setUseVersioning(true)
                .setVersion(version)
                .setDefaultVersioningBehavior(VersioningBehavior.AUTO_UPGRADE)
                .build();
    }

    /** Tells a worker of every workflow that we have. A broken rule of ours fails a workflow instead of blocking it. */
    static void register(Worker worker) {
        worker.registerWorkflowImplementationTypes(
                WorkflowImplementationOptions.newBuilder()
                        .setFailWorkflowExceptionTypes(MurmurationException.class)
                        .build(),
                AnalyzeRunWorkflow.class,
                ShardedStageWorkflow.class,
                ShardBatchesWorkflow.class,
                ImportDatasetWorkflow.class);
    }

    /** Starts to work. */
    public void start() {
        factory.start();
    }

    /** Starts again what has not ended and does not run: a Temporal without a disk forgets, our rows do not. */
    public static void recover(RunRows runs, Launcher launcher) {
        List<RunRows.Unfinished> unfinished = runs.unfinished();
        for (RunRows.Unfinished one : unfinished) {
            if (one.kind().equals("RUN")) {
                launcher.start(new RunKey(one.tenant(), one.id()));
            } else {
                launcher.start(new DatasetKey(one.tenant(), one.id()));
            }
        }
        LOG.info("worker started: count={}", unfinished.size());
    }

    /** Ends: nothing new is taken, and what runs may go on for so long before it is interrupted. */
    public void stop(Duration grace) {
        factory.shutdown();
        factory.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
        factory.shutdownNow();
        factory.awaitTermination(1, TimeUnit.SECONDS);
    }
}

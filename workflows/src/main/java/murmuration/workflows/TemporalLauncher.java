package murmuration.workflows;

import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowUpdateException;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.workflows.runs.DatasetKey;
import murmuration.workflows.runs.Launcher;
import murmuration.workflows.steps.Approval;

/** Starts workflows under ids of their own, so that a second start finds the first. */
public final class TemporalLauncher implements Launcher {
    private final WorkflowClient client;
    private final String taskQueue;
    private final boolean attributes;

    /** Starts them for the workers of this task queue, with {@link RunAttributes} where those are registered. */
    public TemporalLauncher(WorkflowClient client, String taskQueue, boolean attributes) {
        this.client = client;
        this.taskQueue = taskQueue;
        this.attributes = attributes;
    }

    @Override
    public void start(RunKey run) {
        AnalyzeRun workflow = client.newWorkflowStub(AnalyzeRun.class, options("run-" + run.runId(), run.tenant()));
        started(() -> WorkflowClient.start(workflow::analyze, run));
    }

    @Override
    public void steered(RunKey run) {
        AnalyzeRun workflow = client.newWorkflowStub(AnalyzeRun.class, options("run-" + run.runId(), run.tenant()));
        started(() -> {
            BatchRequest request = client.newSignalWithStartRequest();
            request.add(workflow::analyze, run);
            request.add(workflow::steered);
            client.signalWithStart(request);
        });
    }

    @Override
    public void approve(RunKey run, String by) {
        // where a process has just begun anew, its workflows may not have
        start(run);
        started(() ->
                client.newWorkflowStub(AnalyzeRun.class, "run-" + run.runId()).approve(new Approval(run, by)));
    }

    @Override
    public void start(DatasetKey dataset) {
        ImportDataset workflow =
                client.newWorkflowStub(ImportDataset.class, options("import-" + dataset.datasetId(), dataset.tenant()));
        started(() -> WorkflowClient.start(workflow::importDataset, dataset));
    }

    private WorkflowOptions options(String id, String tenant) {
        WorkflowOptions.Builder options = WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(taskQueue)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING);
        if (attributes) {
            options.setTypedSearchAttributes(RunAttributes.of(tenant));
        }
        return options.build();
    }

    private static void started(Runnable start) {
        try {
            start.run();
        } catch (WorkflowExecutionAlreadyStarted e) {
            // it runs: that is what was asked for
        } catch (WorkflowUpdateException refused) {
            Fault fault = Fault.of(refused);
            // a worker of an earlier build knows no such update: another may take it the next time
            ErrorCode code = ErrorCode.named(fault.code()).orElse(ErrorCode.UNAVAILABLE);
            throw new MurmurationException(code, fault.message(), refused);
        } catch (WorkflowNotFoundException ended) {
            throw new MurmurationException(ErrorCode.CONFLICT, "the run has ended", ended);
        } catch (WorkflowServiceException | StatusRuntimeException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "Temporal does not answer", e);
        }
    }
}

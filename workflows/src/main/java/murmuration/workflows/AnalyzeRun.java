package murmuration.workflows;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import murmuration.core.RunKey;
import murmuration.workflows.steps.Approval;

/** One analysis of one data set, from import to publishing; its workflow id is {@code run-<runId>}. */
@WorkflowInterface
public interface AnalyzeRun {
    /** Takes the run through its stages; what has been done before is skipped. */
    @WorkflowMethod
    void analyze(RunKey run);

    /** What the owner wants has changed: look at the run's row. */
    @SignalMethod
    void steered();

    /** A person says yes to publishing, or another than who has asked for it to a safety run; done once that is recorded, and refused where the run does not wait for it. */
    @UpdateMethod
    void approve(Approval approval);
}

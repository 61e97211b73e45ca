package murmuration.workflows;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A stage that goes through all shards of a run; its workflow id is {@code run-<runId>/<stage>}. */
@WorkflowInterface
public interface ShardedStage {
    /** Goes through the shards from the next one on. */
    @WorkflowMethod
    Swept sweep(Sweep sweep);
}

package murmuration.workflows;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One shard of a stage, batch by batch; its workflow id is {@code run-<runId>/<stage>/<shard>}. */
@WorkflowInterface
public interface ShardBatches {
    /** Processes every batch of the shard. */
    @WorkflowMethod
    Swept process(Work shard);

    /** A shard to be processed, and how many conversations it holds. */
    record Work(Sweep sweep, int shard, int conversations) {}
}

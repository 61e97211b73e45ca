package murmuration.workflows;

import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.stream.IntStream;
import murmuration.core.Stage;
import murmuration.workflows.steps.ClusteringActivities;
import murmuration.workflows.steps.RunActivities;
import murmuration.workflows.steps.ShardKey;
import murmuration.workflows.steps.ShardPage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a window of shards running, and continues as new before its history grows: a shard costs it about six events.
 * Batches of a shard are the business of a child; a shard that is one activity by itself needs none.
 */
public final class ShardedStageWorkflow implements ShardedStage {
    /** Shards that run at a time. */
    static final int WIDTH = 50;

    /** Shards of one execution; the next ones are done by its continuation. */
    static final int SHARDS = 500;

    private final RunActivities runs = Workflow.newActivityStub(RunActivities.class, Patience.OWN_ROWS);
    private final ClusteringActivities clustering =
            Workflow.newActivityStub(ClusteringActivities.class, Patience.PURE_COMPUTE);
    private final Window<ShardBatches.Work, Swept> window = new Window<>(WIDTH, this::start, this::settle);
    private Ending ending = Ending.DONE;
    private int quarantined;

    @Override
    public Swept sweep(Sweep sweep) {
        List<Integer> sizes = runs.shards(new ShardPage(sweep.run(), sweep.next(), SHARDS));
        window.add(IntStream.range(0, sizes.size())
                .mapToObj(i -> new ShardBatches.Work(sweep, sweep.next() + i, sizes.get(i)))
                .toList());
        window.run();
        if (ending == Ending.DONE && sizes.size() == SHARDS) {
            Workflow.continueAsNew(sweep.after(SHARDS, quarantined));
        }
        return new Swept(ending, sweep.quarantined() + quarantined);
    }

    private Promise<Swept> start(ShardBatches.Work shard) {
        if (shard.sweep().stage() == Stage.CLUSTER) {
            return Async.procedure(
                            clustering::assign, new ShardKey(shard.sweep().run(), shard.shard()))
                    .thenApply(nothing -> new Swept(Ending.DONE, 0));
        }
        ShardBatches child = Workflow.newChildWorkflowStub(
                ShardBatches.class,
                ChildWorkflowOptions.newBuilder()
                        .setWorkflowId(shard.sweep().shardId(shard.shard()))
                        .build());
        return Async.function(child::process, shard);
    }

    private void settle(ShardBatches.Work shard, @Nullable Swept swept, @Nullable RuntimeException failure) {
        Ending how = failure == null ? Ending.DONE : ending(failure);
        if (swept != null) {
            how = swept.ending();
            quarantined += swept.quarantined();
        }
        if (how != Ending.DONE) {
            ending = how;
            window.close();
        }
    }

    private static Ending ending(RuntimeException failure) {
        Fault fault = Fault.of(failure);
        if (fault.ending() == Ending.DONE) {
            throw fault.failure();
        }
        return fault.ending();
    }
}

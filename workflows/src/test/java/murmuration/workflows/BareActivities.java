package murmuration.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.stream.IntStream;

/** Activities that do nothing, as fast as a server and a worker hand them out: what ours are measured against. */
final class BareActivities {
    private static final int WIDTH = 50;
    private static final String QUEUE = "bare";

    private BareActivities() {}

    /** Does nothing. */
    @ActivityInterface
    public interface Nothing {
        /** Answers what it is given. */
        int nothing(int number);
    }

    /** Does nothing many times. */
    @WorkflowInterface
    public interface Many {
        /** So many times. */
        @WorkflowMethod
        void run(int times);
    }

    /** Keeps a window of them running. */
    public static final class ManyWorkflow implements Many {
        private final Nothing nothing = Workflow.newActivityStub(Nothing.class, Patience.OWN_ROWS);

        @Override
        public void run(int times) {
            Window<Integer, Integer> window = new Window<>(
                    WIDTH, number -> Async.function(nothing::nothing, number), (number, result, failure) -> {});
            window.add(IntStream.range(0, times).boxed().toList());
            window.run();
        }
    }

    /** Seconds that so many activities take. */
    static double seconds(WorkflowClient client, int times) {
        WorkerFactory factory = WorkerFactory.newInstance(client);
        Worker worker = factory.newWorker(
                QUEUE,
                WorkerOptions.newBuilder()
                        .setMaxConcurrentActivityExecutionSize(TestPlatform.ACTIVITIES)
                        .build());
        worker.registerWorkflowImplementationTypes(ManyWorkflow.class);
        worker.registerActivitiesImplementations((Nothing) number -> number);
        factory.start();
        long began = System.nanoTime();
        for (int left = times; left > 0; left -= 1_000) {
            Many many = client.newWorkflowStub(
                    Many.class, WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build());
            many.run(Math.min(left, 1_000));
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        factory.shutdownNow();
        return seconds;
    }
}

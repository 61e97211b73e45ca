package murmuration.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import io.temporal.common.WorkerDeploymentVersion;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import murmuration.runs.v1.Run;
import murmuration.workflows.runs.Specs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What an operator does to runs with Temporal's own command. */
@EnabledIfEnvironmentVariable(
        named = "TEMPORAL_ADDRESS",
        matches = ".+",
        disabledReason =
                "resets and worker versions are not tested: they need a Temporal server, TEMPORAL_ADDRESS=host:7233")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class OperationsTest {
    @Test
    void aRunResetToItsClustersComputesThemAndWhatFollowsAgain() {
        try (TestPlatform platform = new TestPlatform()) {
            String id = platform.start(Specs.of(platform.dataset()));
            platform.awaitState(id, "PUBLISHED");
            platform.temporal().awaitClosed("run-" + id);
            platform.script().reset();

            reset(platform, "run-" + id, "ClusteringTrain");
            platform.temporal().awaitClosed("run-" + id);

            Run run = platform.awaitState(id, "PUBLISHED");
            assertThat(run.getResultDigest()).isEqualTo("result");
            List<String> journal = platform.script().journal();
            assertThat(journal)
                    .startsWith("erase reviews")
                    .contains("train", "seal clusters", "name 0", "review 0", "raise 0", "layout")
                    .noneMatch(line -> line.startsWith("extract") || line.startsWith("embed"));
            assertThat(journal).filteredOn("train"::equals).hasSize(1);
            assertThat(journal).filteredOn("erase reviews"::equals).hasSize(1);
        }
    }

    @Test
    void aRunGoesOverToTheWorkersOfTheVersionThatBecomesCurrent() {
        String queue = "versions-" + UUID.randomUUID();
        try (TestPlatform platform = new TestPlatform(queue)) {
            CountDownLatch released = new CountDownLatch(1);
            platform.script().on("embed", (range, progress) -> TestPlatform.until(released, progress));
            String id = platform.start(Specs.of(platform.dataset()));
            platform.await(id, now -> now.getStage().equals("EMBED"));

            WorkerDeploymentVersion second = new WorkerDeploymentVersion(queue, "2");
            platform.join(second);
            var client = platform.temporal().client();
            WorkerVersion version = new WorkerVersion(
                    client.getWorkflowServiceStubs(), client.getOptions().getNamespace(), second);
            assertThat(version.isCurrent()).isFalse();
            version.makeCurrent(Duration.ofMinutes(1));
            assertThat(version.isCurrent()).isTrue();
            platform.leave();
            released.countDown();

            platform.awaitState(id, "PUBLISHED");
            platform.temporal().awaitClosed("run-" + id);
            assertThat(platform.temporal().history("run-" + id).getEvents())
                    .filteredOn(HistoryEvent::hasWorkflowTaskCompletedEventAttributes)
                    .last()
                    .satisfies(event -> assertThat(event.getWorkflowTaskCompletedEventAttributes()
                                    .getDeploymentVersion()
                                    .getBuildId())
                            .isEqualTo("2"));
        }
    }

    /** To before the run entered the stage of the first activity of this type. */
    private static void reset(TestPlatform platform, String workflow, String activity) {
        List<HistoryEvent> events = platform.temporal().history(workflow).getEvents();
        long scheduled = events.stream()
                .filter(event -> activity.equals(event.getActivityTaskScheduledEventAttributes()
                        .getActivityType()
                        .getName()))
                .mapToLong(HistoryEvent::getEventId)
                .min()
                .orElseThrow();
        long begun = events.stream()
                .filter(event -> event.getEventId() < scheduled)
                .filter(event -> "RunBegin"
                        .equals(event.getActivityTaskScheduledEventAttributes()
                                .getActivityType()
                                .getName()))
                .mapToLong(HistoryEvent::getEventId)
                .max()
                .orElseThrow();
        var client = platform.temporal().client();
        var ignored = client.getWorkflowServiceStubs()
                .blockingStub()
                .resetWorkflowExecution(ResetWorkflowExecutionRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setWorkflowExecution(WorkflowExecution.newBuilder()
                                .setWorkflowId(workflow)
                                .setRunId(events.getFirst()
                                        .getWorkflowExecutionStartedEventAttributes()
                                        .getOriginalExecutionRunId()))
                        .setWorkflowTaskFinishEventId(begun - 1)
                        .setRequestId(UUID.randomUUID().toString())
                        .setReason("compute it again")
                        .build());
    }
}

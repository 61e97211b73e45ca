package murmuration.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runs.v1.Steer;
import murmuration.workflows.payloads.Payloads;
import murmuration.workflows.runs.Specs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workflows of every released version still replay: a run that began before an upgrade goes on after it. */
class ReplayTest {
    private static final String VERSION = "0.1.0";
    private static final Path RESOURCES = Path.of("src/test/resources");

    @ParameterizedTest
    @ValueSource(
            strings = {"histories/0.1.0/import", "histories/0.1.0/run", "histories/0.1.0/stage", "histories/0.1.0/shard"
            })
    void aRecordedHistoryReplays(String history) throws Exception {
        try (TestWorkflowEnvironment environment =
                TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                        .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                                .setDataConverter(Payloads.converter(TestTemporal.KEY, List.of()))
                                .build())
                        .build())) {
            Worker worker = environment.newWorker("test");
            TemporalWorker.register(worker);
            WorkflowReplayer.replayWorkflowExecution(WorkflowExecutionHistory.fromJson(resource(history)), worker);
        }
    }

    /** Run with {@code -Dmurmuration.record=true} before a release, and never again for a version that is released. */
    @Test
    @EnabledIfSystemProperty(named = "murmuration.record", matches = "true")
    void record() throws IOException {
        try (TestPlatform platform = new TestPlatform()) {
            platform.script().shards(List.of(7, 300));
            platform.script().on("extract", (range, progress) -> {
                if (range.startsWith("0/") && !range.endsWith("+1")) {
                    throw new MurmurationException(ErrorCode.TOO_LARGE, "split me");
                }
            });
            platform.script().on("name", (level, progress) -> {
                if (platform.script().calls("name") == 1) {
                    throw new MurmurationException(ErrorCode.BUDGET_SPENT, "pause me");
                }
            });
            String dataset = platform.dataset();
            String run = platform.start(Specs.of(dataset, Specs.Varied.PLAIN.approved()));
            platform.awaitState(run, "PAUSED");
            platform.steer(run, Steer.STEER_RESUME);
            platform.awaitState(run, "AWAITING_APPROVAL");
            platform.steer(run, Steer.STEER_APPROVE);
            platform.awaitState(run, "PUBLISHED");
            platform.temporal().awaitClosed("run-" + run);
            write(
                    platform.temporal(),
                    Map.of(
                            "import", "import-" + dataset,
                            "run", "run-" + run,
                            "stage", "run-" + run + "/EXTRACT",
                            "shard", "run-" + run + "/EXTRACT/0"));
        }
        assertThat(RESOURCES.resolve("histories/" + VERSION)).isDirectoryContaining("glob:**run.json");
    }

    private static void write(TestTemporal temporal, Map<String, String> workflows) throws IOException {
        Path folder = Files.createDirectories(RESOURCES.resolve("histories/" + VERSION));
        for (Map.Entry<String, String> workflow : workflows.entrySet()) {
            String json = temporal.history(workflow.getValue()).toJson(true);
            Files.writeString(folder.resolve(workflow.getKey() + ".json"), json);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ReplayTest.class.getResourceAsStream("/" + name + ".json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

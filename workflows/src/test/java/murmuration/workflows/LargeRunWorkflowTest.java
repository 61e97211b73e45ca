package murmuration.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import murmuration.workflows.runs.Specs;
import org.junit.jupiter.api.Test;

class LargeRunWorkflowTest {
    @Test
    void continuesAsNewAfterFiveHundredShardsAndLeavesNoneOut() {
        int shards = ShardedStageWorkflow.SHARDS + 3;
        try (TestPlatform platform = new TestPlatform()) {
            platform.script().shards(Collections.nCopies(shards, 1));
            String run = platform.start(Specs.of(platform.dataset()));
            platform.awaitState(run, "PUBLISHED");

            List<String> expected = IntStream.range(0, shards)
                    .mapToObj(shard -> "extract " + shard + "/0+1")
                    .toList();
            assertThat(platform.script().journal())
                    .filteredOn(line -> line.startsWith("extract"))
                    .containsExactlyInAnyOrderElementsOf(expected);
            // the execution that is found under the stage's id is the second one, which had little left to do
            List<HistoryEvent> last =
                    platform.temporal().history("run-" + run + "/EXTRACT").getEvents();
            assertThat(last)
                    .filteredOn(event ->
                            event.getEventType() == EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED)
                    .hasSize(3);
        }
    }
}

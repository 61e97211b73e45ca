package murmuration.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.workflows.runs.Specs;
import org.junit.jupiter.api.Test;

/** What Temporal keeps of a run. */
class HistoryTest {
    @Test
    void holdsNeitherPayloadNorMessageNorTraceInTheClear() {
        try (TestPlatform platform = new TestPlatform()) {
            platform.script().on("extract", (range, progress) -> {
                throw new MurmurationException(ErrorCode.CONFLICT, "shard seventeen");
            });
            String dataset = platform.dataset();
            String run = platform.start(Specs.of(dataset));
            platform.awaitState(run, "FAILED");
            platform.temporal().awaitClosed("run-" + run);

            for (String id : List.of("run-" + run, "run-" + run + "/EXTRACT", "run-" + run + "/EXTRACT/0")) {
                String events = platform.temporal().history(id).getEvents().stream()
                        .map(HistoryTest::withoutSearchAttributes)
                        .toList()
                        .toString();
                assertThat(events)
                        .doesNotContain("shard seventeen", "murmuration.workflows.steps", "json/plain", dataset)
                        .contains("binary/encrypted");
            }
        }
    }

    /** Tenant and stage are what an operator searches for, and so in the clear. */
    private static HistoryEvent withoutSearchAttributes(HistoryEvent event) {
        HistoryEvent.Builder rest = event.toBuilder().clearUpsertWorkflowSearchAttributesEventAttributes();
        if (rest.hasWorkflowExecutionStartedEventAttributes()) {
            rest.getWorkflowExecutionStartedEventAttributesBuilder().clearSearchAttributes();
        }
        return rest.build();
    }
}

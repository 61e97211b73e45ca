package murmuration.workflows.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import murmuration.core.RunState;
import org.junit.jupiter.api.Test;

class EndedRunsTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final EndedRuns ended = new EndedRuns(metrics);

    @Test
    void areShownByStateFromNoneOn() {
        assertThat(metrics.get(EndedRuns.METRIC).counters())
                .extracting(counter -> counter.getId().getTag("state") + " " + counter.count())
                .containsExactlyInAnyOrder("PUBLISHED 0.0", "FAILED 0.0", "CANCELED 0.0");

        ended.count(RunState.FAILED);

        assertThat(metrics.get(EndedRuns.METRIC).counters())
                .extracting(counter -> counter.getId().getTag("state") + " " + counter.count())
                .containsExactlyInAnyOrder("PUBLISHED 0.0", "FAILED 1.0", "CANCELED 0.0");
    }
}

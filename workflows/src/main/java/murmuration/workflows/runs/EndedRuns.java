package murmuration.workflows.runs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import murmuration.core.RunState;

/** Shows as {@code murmuration_runs_ended_total} how many runs have ended, by how they did. */
public final class EndedRuns {
    static final String METRIC = "murmuration_runs_ended_total";

    private final MeterRegistry registry;

    /** None has ended yet. */
    public EndedRuns(MeterRegistry registry) {
        this.registry = registry;
        // given from the start on, so that the first ones are seen to be more than none
        Arrays.stream(RunState.values()).filter(RunState::ended).forEach(this::of);
    }

    /** One more has. */
    public void count(RunState state) {
        of(state).increment();
    }

    private Counter of(RunState state) {
        return registry.counter(METRIC, "state", state.name());
    }
}

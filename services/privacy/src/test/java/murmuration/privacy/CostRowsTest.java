package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import murmuration.core.Manifest;
import murmuration.core.RunSpec;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import org.junit.jupiter.api.Test;

class CostRowsTest {
    private static final RunSpec SPEC = RunFixture.spec(1);

    @Test
    void callsAboutConversationsAreRough() {
        assertThat(calls(SPEC, 2)).containsExactly(0L);
        assertThat(calls(SPEC, 1_234)).containsExactly(1_200L);
    }

    @Test
    void thoseOfAReplayAreExact() {
        RunSpec replay = SPEC.replaying("0199aaaa-0000-7000-8000-000000000001");
        assertThat(calls(replay, 1)).containsExactly(1L);
        assertThat(calls(replay, 1_234)).containsExactly(1_234L);
    }

    private static List<Long> calls(RunSpec spec, long made) {
        RunFixture fixture = RunFixture.create("default", spec).with(List.of(RunFixture.Base.of(0, 20, 10, "flats")));
        fixture.execute("""
                INSERT INTO model.usage (tenant, run_id, purpose, model, outcome, calls, input_tokens, output_tokens, micros)
                VALUES (?, ?::uuid, 'FACETS', 'm', 'ANSWERED', ?, 100, 10, 1)""", fixture.run.tenant(), fixture.run.runId(), made);
        Database privacy = fixture.test.as("privacy");
        List<Manifest.Cost> costs = new CostRows(privacy).all(Assignment.of(privacy, fixture.run));
        return costs.stream().map(Manifest.Cost::calls).toList();
    }
}

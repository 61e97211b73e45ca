package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import murmuration.runtime.Json;
import org.junit.jupiter.api.Test;

class PlainLinesTest {
    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");

    private final PlainLines lines = new PlainLines();

    @Test
    void aStageThatDoesNotAdvanceIsToldOfEveryThirtySeconds() {
        JsonNode run = run("RUNNING", 3);
        assertThat(lines.due(run, at(5))).singleElement().asString().contains("extract", "3/10");
        for (int second = 6; second < 35; second++) {
            assertThat(lines.due(run, at(second))).isEmpty();
        }
        assertThat(lines.due(run, at(35)))
                .singleElement()
                .asString()
                .contains("3/10")
                .endsWith("(for 35 s)");
        assertThat(lines.due(run, at(64))).isEmpty();
        assertThat(lines.due(run, at(65))).singleElement().asString().endsWith("(for 65 s)");
    }

    @Test
    void aStageThatOnlyFailsAgainStandsStill() {
        assertThat(lines.due(retried(1), at(1))).hasSize(1);
        for (int second = 2; second < 31; second++) {
            assertThat(lines.due(retried(second), at(second))).isEmpty();
        }
        assertThat(lines.due(retried(31), at(31))).singleElement().asString().contains("(for 31 s)", "retried 31");
    }

    @Test
    void aStageThatAdvancesIsToldOfEveryFewSecondsAndOnceWhenItHasEnded() {
        assertThat(lines.due(run("RUNNING", 1), at(1))).hasSize(1);
        assertThat(lines.due(run("RUNNING", 2), at(2))).isEmpty();
        assertThat(lines.due(run("RUNNING", 5), at(5)))
                .singleElement()
                .asString()
                .contains("5/10");
        assertThat(lines.due(run("RUNNING", 10), at(9))).as("its end is near").isEmpty();
        assertThat(lines.due(run("DONE", 10), at(10))).hasSize(1);
        assertThat(lines.due(run("DONE", 10), at(99))).isEmpty();
    }

    @Test
    void whatStandsStillAtItsEndIsToldOfToo() {
        assertThat(lines.due(run("RUNNING", 10), at(1))).isEmpty();
        assertThat(lines.due(run("RUNNING", 10), at(31))).hasSize(1);
    }

    @Test
    void whatARunWaitsForIsToldOnceWithTheCommandThatLetsItGoOn() {
        JsonNode awaiting = halted("AWAITING_APPROVAL", "");
        assertThat(lines.due(awaiting, at(1))).containsExactly("  waits for a yes: murmuration runs approve r1");
        assertThat(lines.due(awaiting, at(99))).isEmpty();
        assertThat(lines.due(halted("PAUSED", "asked"), at(100)))
                .containsExactly("  paused (asked); go on with: murmuration runs resume r1");
        assertThat(lines.due(halted("PAUSED", "budget"), at(101)))
                .containsExactly("  paused (budget); raise it with: murmuration runs budget r1 USD");
        assertThat(lines.due(halted("RUNNING", ""), at(102))).isEmpty();
        assertThat(lines.due(awaiting, at(103))).as("it waits again").hasSize(1);
    }

    @Test
    void aStageOfARunThatIsPausedIsToldOfOnceAndWithoutTheTimeThatIsLeft() {
        JsonNode paused = paused(3);
        assertThat(lines.due(paused, at(60)))
                .hasSize(2)
                .first()
                .asString()
                .endsWith("3/10")
                .doesNotContain("left");
        assertThat(lines.due(paused, at(600))).isEmpty();
    }

    @Test
    void aPauseIsNoWork() {
        lines.due(run("RUNNING", 2), at(0));
        lines.due(paused(2), at(10));
        lines.due(run("RUNNING", 2), at(3_600));
        assertThat(lines.due(run("RUNNING", 6), at(3_604)))
                .singleElement()
                .asString()
                .endsWith("6/10  1/s  about 4 s left");
    }

    private static JsonNode retried(int times) {
        ObjectNode run = run("RUNNING", 3).deepCopy();
        ((ObjectNode) run.path("stages").path(0)).put("retries", times);
        return run;
    }

    private static JsonNode paused(int done) {
        ObjectNode paused = run("RUNNING", done).deepCopy();
        return paused.put("id", "r1").put("state", "PAUSED").put("reason", "asked");
    }

    private static JsonNode halted(String state, String reason) {
        return Json.mapper()
                .createObjectNode()
                .put("id", "r1")
                .put("state", state)
                .put("reason", reason);
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }

    private static JsonNode run(String state, int done) {
        return Json.read("""
                {"stages": [{"stage": "EXTRACT", "state": "%s", "done": %d, "total": 10, "startedAt": "%s"},
                            {"stage": "EMBED", "state": "PENDING"}]}""".formatted(state, done, START), JsonNode.class);
    }
}

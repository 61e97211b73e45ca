package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import murmuration.runtime.Json;
import org.junit.jupiter.api.Test;

class CostTest {
    @Test
    void saysHowManyAnswersWereStoredByStageAndPurpose() {
        assertThat(Cost.line(run("""
                        [{"stage": "EXTRACT", "purpose": "FACETS", "asked": 20, "stored": 980},
                         {"stage": "NAME", "purpose": "NAME", "asked": 0, "stored": 40}]""")))
                .startsWith("  cost 0.00 USD; 0 calls")
                .endsWith("\n  answers 98 % stored: extract/facets 980 of 1,000, name/name 40 of 40");
    }

    @Test
    void saysNothingOfAnswersWhereThereAreNone() {
        assertThat(Cost.line(run("[]"))).doesNotContain("answers", "\n");
    }

    @Test
    void saysHowFarTheEstimateWasOffUnlessStoredAnswersStoodForCalls() {
        String asked = estimated("{\"stage\": \"EXTRACT\", \"purpose\": \"FACETS\", \"asked\": 1000, \"stored\": 5}");
        assertThat(asked).contains("; 0.50 USD were estimated (it came to -20 %)");
        String stored = estimated("{\"stage\": \"EXTRACT\", \"purpose\": \"FACETS\", \"asked\": 20, \"stored\": 980}");
        assertThat(stored).contains("; 0.50 USD were estimated\n").doesNotContain("it came to");
    }

    private static String estimated(String answers) {
        return Cost.line(Json.read(
                "{\"state\": \"PUBLISHED\", \"cost\": {\"usd\": 0.4, \"reservedUsd\": 0, \"usage\": [],"
                        + " \"estimate\": {\"usd\": 0.5}, \"answers\": [" + answers + "]}}",
                JsonNode.class));
    }

    private static JsonNode run(String answers) {
        return Json.read(
                "{\"cost\": {\"usd\": 0, \"reservedUsd\": 0, \"usage\": [], \"answers\": " + answers + "}}",
                JsonNode.class);
    }
}

package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import murmuration.core.Embedder;
import murmuration.core.Phrase;
import murmuration.core.StageReport;
import murmuration.runtime.Json;
import org.junit.jupiter.api.Test;

class StageReportsTest {
    private static final String SOMEBODYS = "Ann Lee of Hallstatt";

    private final StageReports reports = new StageReports(
            List.of(RunFixture.spec(1), "openai/gpt", new Embedder.Model("MiniLM", "0a1b", 384, "mean")));

    @Test
    void tellsPhrasesAndWhatTheManifestTellsElsewhere() {
        String spec = Json.write(RunFixture.spec(1).sampling());
        String report = """
                {"sampling": %s, "model": "openai/gpt", "facet": "request", "revision": "0a1b", "pooling": "mean",
                 "cpu": "aarch64, amd64 avx512f", "method": "neighbor graph",
                 "choice": {"k": 3, "reason": "%s"}, "levels": [%s]}""".formatted(spec, chosen(-0.1), raised("TOO_FEW"));
        assertThat(told(report)).isEqualTo(Json.write(Json.read(report, StageReport.class)));
    }

    @Test
    void tellsNoOtherWordsWhereverTheyStand() {
        String elsewhere = Stream.of("model", "facet", "revision", "pooling", "cpu", "method")
                .map(name -> "\"" + name + "\": \"" + SOMEBODYS + "\", ")
                .reduce("{", String::concat);
        String report = elsewhere + "\"choice\": {\"k\": 3, \"reason\": \"" + SOMEBODYS + "\"}, \"levels\": ["
                + raised(SOMEBODYS) + "]}";
        assertThat(told(report)).contains("\"k\":3", "\"children\":4").doesNotContain("Ann");
        for (String reason :
                List.of(chosen(0.5) + " " + SOMEBODYS, SOMEBODYS + " " + chosen(0.5), "fixed by the run's spec.", "")) {
            assertThat(told("{\"choice\": {\"k\": 3, \"reason\": \"" + reason + "\"}}"))
                    .as(reason)
                    .doesNotContain("reason");
        }
        for (String cpu : List.of("amd64 Hallstatt", "Hallstatt", "amd64, Hallstatt", "amd64 avx2,")) {
            assertThat(told("{\"cpu\": \"" + cpu + "\"}")).as(cpu).doesNotContain("cpu");
        }
        assertThat(told("{\"choice\": {\"k\": 3, \"reason\": \"the conversations are fewer than twice the minimum of"
                        + " 491512345678: one cluster\"}}"))
                .doesNotContain("reason");
    }

    private String told(String report) {
        return Json.write(reports.cleaned(report));
    }

    private static String chosen(double silhouette) {
        return Phrase.CHOSEN.with(12, 12, 11, 0.9 * silhouette, 10, 0.95, silhouette);
    }

    private static String raised(String stopped) {
        return """
                {"level": 1, "children": 4, "target": 0, "tries": 0, "neighborhoods": 0, "proposals": 0,
                 "deduplicated": 0, "empty": 0, "collapsed": 0, "parents": 0, "assigned": {}, "stopped": "%s"}""".formatted(stopped);
    }
}

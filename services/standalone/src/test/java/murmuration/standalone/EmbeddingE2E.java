package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import murmuration.runtime.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose language model and embedding model are on one server, which fails now and then and never embeds twice alike. */
class EmbeddingE2E {
    @TempDir
    static Path folder;

    private final Packaged packaged = new Packaged(folder.resolve("data"));

    @Test
    void anEstimateAsksNothingAndASecondRunNeitherAndHasTheSameDigest() throws IOException, SQLException {
        try (GullibleServer server = new GullibleServer()) {
            String sample = folder.resolve("sample.jsonl").toString();
            packaged.run("sample", "--conversations", "600", sample);
            String spec = spec(server.url());

            Packaged.Ended estimate = packaged.run("estimate", sample, "--spec", spec);
            assertThat(estimate.out())
                    .contains("data set       sample", "conversations  about 590", "tokens         about")
                    .contains(
                            "cost           unknown: a model has no price",
                            "time           about",
                            "none was measured");
            assertThat(estimate.code()).isZero();
            Packaged.Ended absent = packaged.run("estimate", "absent.jsonl");
            assertThat(absent.out())
                    .contains("absent.jsonl: there is no such file, and no data set of that id or name");
            assertThat(absent.code()).isEqualTo(2);
            assertThat(server.calls).hasValue(0);

            Packaged.Ended first = analyze(sample, spec, "first");
            assertThat(first.code()).as(first.out()).isZero();
            assertThat(first.out()).contains("already imported");
            assertThat(server.embedded)
                    .hasSizeGreaterThan(50)
                    // summaries, names of the model's, and such as are of shared words
                    .allMatch(text ->
                            text.contains("ask about") || text.contains(": Users asked ") || text.equals("dimension"));
            JsonNode manifest = Json.read(Files.readString(folder.resolve("first/manifest.json")), JsonNode.class);
            assertThat(manifest.path("embedding").path("id").asText()).isEqualTo("openai/words");
            assertThat(manifest.path("embedding").path("dimension").asInt()).isEqualTo(GullibleServer.DIMENSIONS);
            assertThat(manifest.path("cost").findValuesAsText("stage")).contains("EXTRACT", "EMBED");

            int asked = server.calls.get();
            Packaged.Ended second = analyze(sample, spec, "second");
            assertThat(server.calls).as("calls of the second run").hasValue(asked);
            assertThat(digest(second)).isEqualTo(digest(first));
            assertThat(folder.resolve("second/clusters.json"))
                    .hasSameBinaryContentAs(folder.resolve("first/clusters.json"));

            Process serving = packaged.serve();
            try {
                String run = manifest.path("run").asText();
                ManifestFile.check(packaged, run, folder.resolve("first/manifest.json"));
                aReplayAsksNothingAndSaysWhatDiffers(run);
                assertThat(server.calls).as("calls of the replays").hasValue(asked);
            } finally {
                Packaged.end(serving);
            }
            answersAndWorkGoWhenTheirTimeIsOver(manifest.path("run").asText());
        }
    }

    private void answersAndWorkGoWhenTheirTimeIsOver(String run) throws IOException, SQLException {
        Packaged aging = new Packaged(
                packaged.data(),
                Map.of(
                        "MURMURATION_RETENTION_RESPONSES", "PT1S",
                        "MURMURATION_RETENTION_WORK", "PT1S",
                        "MURMURATION_RETENTION_EVERY", "PT1S"));
        Process serving = aging.serve();
        try {
            Tables tables = new Tables(aging.data());
            for (String held : List.of("RESPONSES", "WORK")) {
                Packaged.until(() -> aging.get("/runs").findValuesAsText(held).size()
                        == aging.get("/runs").path("items").size());
            }
            assertThat(tables.replies()).isEqualTo("answers\n");
            Map<String, String> left = tables.all();
            assertThat(left.get("facets.value")).isEmpty();
            assertThat(left.get("clusters.cluster")).isEmpty();
            assertThat(left.get("facets.conversation"))
                    .as("by which an account's erasure finds the runs")
                    .isNotEmpty();
            assertThat(Places.schema(left, "vectors")).isNotBlank();
            assertThat(aging.get("/runs/" + run + "/tree").path("clusters")).isNotEmpty();
            assertThat(aging.get("/runs/" + run).has("erasedAt")).isFalse();
            Packaged.until(() -> aging.get("/audit?limit=199&run=" + run)
                    .findValuesAsText("what")
                    .contains("RUN_EXPIRED"));
            deletingTheDatasetTakesItsVectors();
        } finally {
            Packaged.end(serving);
        }
    }

    private void aReplayAsksNothingAndSaysWhatDiffers(String run) throws IOException, SQLException {
        Packaged.Ended same = packaged.run("replay", run);
        assertThat(same.out())
                .contains("the same result: ", ", 0 calls of models")
                .doesNotContain("  was ", "first stage");
        assertThat(same.code()).as(same.out()).isZero();

        new Tables(packaged.data()).change("clusters.audit_reply", "rating\\\":5", "rating\\\":4");
        Packaged.Ended changed = packaged.run("replay", run);
        assertThat(changed.out())
                .contains("another result: ", ", 0 calls of models", "stored answer or vector was changed or is gone")
                .contains("first stage that computed something else: REVIEW");
        assertThat(changed.code()).as(changed.out()).isOne();

        new Tables(packaged.data())
                .execute("DELETE FROM facets.reply WHERE key IN (SELECT key FROM facets.reply ORDER BY key LIMIT 5)");
        Packaged.Ended other = packaged.run("replay", run);
        assertThat(other.out()).contains("first stage that computed something else: EXTRACT");
        assertThat(other.code()).as(other.out()).isOne();
    }

    private void deletingTheDatasetTakesItsVectors() throws IOException, SQLException {
        String dataset = packaged.get("/datasets").at("/items/0/id").asText();
        assertThat(Places.schema(new Tables(packaged.data()).all(), "vectors"))
                .contains(dataset)
                .doesNotContain("ask about");
        assertThat(packaged.run("datasets", "delete", dataset).code()).isZero();
        Map<String, String> left = new Tables(packaged.data()).all();
        // that they went stands there until it is chained
        left.remove("vectors.audit_outbox");
        assertThat(Places.schema(left, "vectors")).isBlank();
    }

    private Packaged.Ended analyze(String sample, String spec, String export) {
        return packaged.run(
                "analyze",
                sample,
                "--spec",
                spec,
                "--out",
                folder.resolve(export).toString());
    }

    private static String digest(Packaged.Ended ended) {
        return ended.out()
                .lines()
                .filter(line -> line.contains("result digest"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(ended.out()));
    }

    private static String spec(String url) throws IOException {
        return Files.writeString(folder.resolve("run.yaml"), """
                        facets: [request, turns]
                        minimums: {conversations: 10, accounts: 6}
                        model: {provider: openai, name: gullible, baseUrl: "%s"}
                        embedding: {provider: openai, name: words, baseUrl: "%s"}
                        """.formatted(url, url))
                .toString();
    }
}

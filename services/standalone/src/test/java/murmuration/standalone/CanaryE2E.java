package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import murmuration.runtime.Json;
import murmuration.standalone.sample.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strings that are planted in texts, ids and metadata are found nowhere but in the raw shards and the schema facets:
 * everything else that a run leaves behind is read, decrypted, decompressed and decoded, and searched. Each layer has to
 * show: what one would hold back may not be hidden by the one behind it.
 */
class CanaryE2E {
    private static final int CONVERSATIONS = 800;
    private static final long SEED = 11;
    private static final String SPEC =
            "facets: [request, turns, metadata.product]\nminimums: {conversations: 10, accounts: 6}\n";

    @TempDir
    Path folder;

    /** What is looked at while the server is still up. */
    @FunctionalInterface
    private interface Look {
        void at(Packaged packaged) throws IOException, SQLException;
    }

    @Test
    void whatWasPlantedIsFoundNowhereButWhereItMayBe() throws IOException, SQLException {
        Path sample = sample();
        Set<String> planted = planted(sample);
        analyzed(sample, SPEC, packaged -> {
            Places places = places(packaged);
            String shards = places.rawShards();
            assertThat(Canaries.found(planted, shards))
                    .as("the search finds what is there: in the raw shards")
                    .containsAll(Sample.canaries(CONVERSATIONS, SEED))
                    .doesNotContainAnyElementsOf(Canaries.ids(sample));
            assertThat(shards).as("metadata that no list allows").doesNotContain("session");
            assertNowhere(planted, places.all());
            // a flower too, and so a word that a summary may hold
            planted.remove("larkspur");
            String summaries = new Tables(packaged.data()).all().getOrDefault("facets.value", "");
            assertNowhere(planted, Map.of("summaries", summaries));
        });
    }

    @Test
    void spansFollowARunAndTellNothing() throws IOException, SQLException {
        Path sample = sample();
        Set<String> planted = planted(sample);
        planted.add("searched-for");
        try (Collector collector = new Collector()) {
            analyzed(sample, SPEC, collector.settings(), packaged -> {
                packaged.text(runPath(packaged) + "/clusters?q=searched-for");
                Packaged.until(() -> collector.has("RunEnd") && collector.has("GET /api/v1/runs/{run}/clusters"));
                assertThat(collector.traceOf("RunEnd"))
                        .as("a trace goes from the request through Temporal to the services")
                        .contains(
                                "POST /api/v1/runs",
                                "murmuration.runs.v1.RunService/StartRun",
                                "PrivacyPublish",
                                "murmuration.privacy.v1.PrivacyService/PublishRun");
                assertNowhere(planted, Map.of("spans", collector.text()));
            });
        }
    }

    @Test
    void ofWhatAModelTellsNothingIsPublished() throws IOException, SQLException {
        Path sample = sample();
        Files.writeString(sample, everybodySays("My account is " + TellingModel.SHARED_SECRET + ".", sample));
        Set<String> planted = planted(sample);
        List<String> canaries = Sample.canaries(CONVERSATIONS, SEED);
        try (TellingModel model = new TellingModel(canaries.getFirst())) {
            String spec = SPEC + "model: {provider: openai, name: telling, baseUrl: \"" + model.url() + "\"}\n";
            analyzed(sample, spec, packaged -> {
                Map<String, String> places = places(packaged).all();
                assertThat(Canaries.found(planted, places.getOrDefault("schema clusters", "")))
                        .as("the model told: in names that were withheld")
                        .isNotEmpty();
                assertThat(Json.read(packaged.text(runPath(packaged) + "/clusters"), JsonNode.class)
                                .path("items"))
                        .as("honest names are published")
                        .isNotEmpty();
                places.remove("schema clusters");
                assertNowhere(planted, places);
            });
        }
    }

    private Path sample() {
        Path sample = folder.resolve("sample.jsonl");
        new Packaged(folder)
                .run("sample", "--conversations", "" + CONVERSATIONS, "--seed", "" + SEED, sample.toString());
        return sample;
    }

    private void analyzed(Path sample, String spec, Look look) throws IOException, SQLException {
        analyzed(sample, spec, Map.of("-Dquarkus.log.level", "DEBUG"), look);
    }

    private void analyzed(Path sample, String spec, Map<String, String> environment, Look look)
            throws IOException, SQLException {
        Packaged packaged = new Packaged(folder.resolve("data"), environment);
        Path file = Files.writeString(folder.resolve("run.yaml"), spec);
        Process process = packaged.start(
                "analyze",
                sample.toString(),
                "--spec",
                file.toString(),
                "--port",
                "" + freePort(),
                "--serve",
                "--out",
                folder.resolve("x").toString());
        try {
            Packaged.until(() -> packaged.answers(process));
            Packaged.until(() -> ended(packaged));
            assertThat(run(packaged).path("state").asText()).isEqualTo("PUBLISHED");
            look.at(packaged);
        } finally {
            Packaged.end(process);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void assertNowhere(Set<String> planted, Map<String, String> places) {
        assertThat(planted).hasSizeGreaterThan(800);
        Canaries.assertNowhere(planted, places);
    }

    /** The sample with a sentence more in every conversation's first words. */
    private static String everybodySays(String sentence, Path sample) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String line : Files.readAllLines(sample)) {
            JsonNode conversation = Json.read(line, JsonNode.class);
            ObjectNode first = (ObjectNode) conversation.at("/messages/0/content/0");
            first.put("text", first.path("text").asText() + " " + sentence);
            all.append(Json.write(conversation)).append('\n');
        }
        return all.toString();
    }

    private static Set<String> planted(Path sample) throws IOException {
        return Canaries.planted(sample, Sample.canaries(CONVERSATIONS, SEED));
    }

    private Places places(Packaged packaged) {
        return new Places(packaged, folder.resolve("x"));
    }

    private boolean ended(Packaged packaged) {
        return Set.of("PUBLISHED", "FAILED", "CANCELED")
                        .contains(run(packaged).path("state").asText())
                && Files.exists(folder.resolve("x/report.html"));
    }

    private static String runPath(Packaged packaged) {
        return "/api/v1/runs/" + run(packaged).path("id").asText();
    }

    private static JsonNode run(Packaged packaged) {
        return packaged.get("/runs").path("items").path(0);
    }
}

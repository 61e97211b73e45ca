package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application on the sample, as a person starts it. */
class AnalyzeE2E {
    /** Any key will do, as long as both installations have the same. */
    private static final String KEY = "5e".repeat(32);

    @TempDir
    static Path folder;

    private static Packaged.Ended first;

    @BeforeAll
    static void analyzeTheSample() throws IOException {
        Packaged packaged = new Packaged(folder.resolve("first"), Map.of("MURMURATION_DEPLOYMENT_KEY", KEY));
        assertThat(packaged.run("sample", "--conversations", "800", sample()).code())
                .isZero();
        Files.writeString(
                folder.resolve("run.yaml"),
                "facets: [request, turns, metadata.product]\nminimums: {conversations: 10, accounts: 6}\n");
        first = analyze(packaged, "first-export", sample());
    }

    @Test
    void printsTheTreeAndWritesTheExport() throws IOException {
        assertThat(first.out()).contains("imported about 800 conversations", "result digest");
        assertThat(first.code()).isZero();
        JsonNode clusters = exported("first-export");
        assertThat(clusters.path("clusters").size()).isGreaterThan(10);
        assertThat(folder.resolve("first-export/report.html")).content().contains("<details");
    }

    @Test
    void aProgramThatAsksForJsonReadsNothingElse() {
        Packaged packaged = new Packaged(folder.resolve("first"), Map.of("MURMURATION_DEPLOYMENT_KEY", KEY));
        JsonNode tree = packaged.answer(
                "analyze", sample(), "--spec", folder.resolve("run.yaml").toString(), "--json");
        assertThat(tree.path("clusters")).isNotEmpty();
    }

    @Test
    void twoRunsOverTheSameConversationsStandSideBySide() throws IOException {
        Packaged packaged = new Packaged(folder.resolve("first"), Map.of("MURMURATION_DEPLOYMENT_KEY", KEY));
        Path other = folder.resolve("other.yaml");
        Files.writeString(
                other, Files.readString(folder.resolve("run.yaml")).replace("conversations: 10", "conversations: 30"));
        String[] runs = new String[2];
        for (int i = 0; i < 2; i++) {
            String spec = i == 0 ? folder.resolve("run.yaml").toString() : other.toString();
            runs[i] = packaged.answer("analyze", sample(), "--spec", spec, "--json")
                    .path("runId")
                    .asText();
        }
        Process server = rekeyed(packaged).serve();
        try {
            aReplayUnderAnotherKeyDoesNotCallStagesTheSame(packaged, runs[0]);
            Packaged.Ended compared = packaged.run("compare", runs[0], runs[1]);
            assertThat(compared.out())
                    .contains("level 0", "matched", "gone", "%")
                    .contains("Both count conversations of the same data set.", "The minimums differ");
            assertThat(compared.code()).isZero();
            assertThat(packaged.answer("compare", runs[0], runs[0], "--json")
                            .path("rows")
                            .findValuesAsText("change"))
                    .isNotEmpty()
                    .containsOnly("MATCHED");
            assertThat(packaged.run("compare", runs[0], "none").code()).isOne();
        } finally {
            Packaged.end(server);
        }
    }

    /** Over the same data with another deployment key. The audit's, which is derived from the former, stays. */
    private static Packaged rekeyed(Packaged packaged) {
        String audit = HexFormat.of().formatHex(DeploymentKey.ofHex(KEY).hmac("", "audit checkpoints", ""));
        return new Packaged(
                packaged.data(), Map.of("MURMURATION_DEPLOYMENT_KEY", "7a".repeat(32), "MURMURATION_AUDIT_KEY", audit));
    }

    private static void aReplayUnderAnotherKeyDoesNotCallStagesTheSame(Packaged packaged, String run) {
        Packaged.Ended replay = packaged.run("replay", run);
        assertThat(replay.out())
                .contains("  deploymentKey  was ", ": another deployment key")
                .contains("  stages  cannot be compared: ")
                .doesNotContain("first stage that computed something else");
        assertThat(replay.code()).as(replay.out()).isOne();
    }

    @Test
    void nothingShownIsUnderTheMinimums() throws IOException {
        for (JsonNode cluster : exported("first-export").path("clusters")) {
            assertThat(cluster.path("conversations").asInt()).isGreaterThanOrEqualTo(10);
            assertThat(cluster.path("accountsBand").asText())
                    .doesNotStartWith("0")
                    .doesNotStartWith("1–");
            for (JsonNode breakdown : cluster.path("breakdowns")) {
                for (JsonNode cell : breakdown.path("cells")) {
                    assertThat(cell.path("conversations").asInt()).isGreaterThanOrEqualTo(10);
                }
            }
        }
    }

    @Test
    void anotherInstallationWithTheSameKeyOneThreadAndTwoFilesGivesTheSameBytes() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(sample()));
        // of the same name, which the run takes over
        Path head = Files.createDirectories(folder.resolve("parts")).resolve("sample.jsonl");
        Files.write(head, lines.subList(0, 300));
        Path tail = Files.write(folder.resolve("tail.jsonl"), lines.subList(300, lines.size()));
        Packaged second = new Packaged(
                folder.resolve("second"),
                Map.of("MURMURATION_DEPLOYMENT_KEY", KEY, "JDK_JAVA_OPTIONS", "-XX:ActiveProcessorCount=1"));
        Packaged.Ended ended = analyze(second, "second-export", head.toString(), tail.toString());
        assertThat(digest(ended)).isEqualTo(digest(first));
        for (String file : List.of("clusters.csv", "clusters.json")) {
            assertThat(folder.resolve("second-export").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("first-export").resolve(file));
        }
    }

    @Test
    void deletingTheDatasetLeavesOnlyThatItAndItsRunWere() throws IOException, SQLException {
        Packaged packaged = new Packaged(folder.resolve("first"), Map.of("MURMURATION_DEPLOYMENT_KEY", KEY));
        Process server = packaged.serve();
        try {
            JsonNode run = packaged.get("/runs").path("items").path(0);
            String id = run.path("id").asText();
            String dataset = run.path("dataset").path("id").asText();
            assertThat(holding(packaged, id))
                    .contains("facets.value", "clusters.assignment", "clusters.level", "clusters.review")
                    .contains("published.cell");
            assertThat(packaged.run("datasets", "import", sample(), "--metadata", "metadata.product")
                            .out())
                    .contains(dataset, "was there already");
            assertThat(packaged.get("/datasets").path("items")).hasSize(1);
            assertThat(paths(packaged, id)).isNotEmpty();
            assertThat(paths(packaged, dataset)).isNotEmpty();

            assertThat(packaged.run("datasets", "delete", dataset).code()).isZero();

            assertThat(holding(packaged, id))
                    .allMatch(table -> table.startsWith("runs.") || table.equals("released.release"));
            assertThat(holding(packaged, dataset)).containsExactlyInAnyOrder("runs.dataset", "runs.run");
            assertThat(paths(packaged, id)).isEmpty();
            assertThat(paths(packaged, dataset)).isEmpty();
        } finally {
            Packaged.end(server);
        }
    }

    @Test
    void whatWasDoneIsRecordedAndAChangeOfItIsFound() throws IOException, SQLException {
        Packaged packaged = new Packaged(folder.resolve("first"), Map.of("MURMURATION_DEPLOYMENT_KEY", KEY));
        Process server = packaged.serve();
        try {
            assertThat(packaged.get("/audit?limit=199").path("items").findValuesAsText("what"))
                    .contains("DATASET_ASKED", "DATASET_IMPORTED", "RUN_STARTED", "STAGE_SEALED", "RESULT_PUBLISHED")
                    .contains("RUN_PUBLISHED", "CHECKPOINT_MADE");
            Packaged.Ended whole = packaged.run("verify");
            assertThat(whole.out()).contains("audit whole");
            assertThat(whole.code()).isZero();
            String head = whole.out()
                    .lines()
                    .filter(line -> line.startsWith("head "))
                    .findFirst()
                    .orElseThrow();
            assertThat(packaged.run("verify", "--at-least", head.substring("head ".length()))
                            .code())
                    .isZero();
            Packaged.Ended cut = packaged.run("verify", "--at-least", "123456:" + KEY);
            assertThat(cut.out()).contains("CUT_BACK");
            assertThat(cut.code()).isOne();

            Tables tables = new Tables(packaged.data());
            tables.execute(
                    "SET session_replication_role = replica; UPDATE runs.audit SET what = 'x' || what WHERE sequence ="
                            + " 2");
            Packaged.Ended broken = packaged.run("verify", "--json");
            assertThat(broken.code()).isEqualTo(1);
            assertThat(broken.out()).contains("\"kind\":\"CHANGED\"", "\"sequence\":2");
            tables.execute("SET session_replication_role = replica; UPDATE runs.audit SET what = substr(what, 2) WHERE"
                    + " sequence = 2");
        } finally {
            Packaged.end(server);
        }
    }

    /** The tables with a row that names this id, besides what is recorded of it. */
    private static List<String> holding(Packaged packaged, String id) throws IOException, SQLException {
        return new Tables(packaged.data())
                .all().entrySet().stream()
                        .filter(table -> table.getValue().contains(id))
                        .map(Map.Entry::getKey)
                        .filter(table -> !table.endsWith(".audit_outbox") && !table.equals("runs.audit"))
                        .toList();
    }

    /** Files and folders of vectors, shards and uploads that are named after this id. */
    private static List<Path> paths(Packaged packaged, String id) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String part : List.of("vectors", "objects", "uploads")) {
            Path root = packaged.data().resolve(part);
            if (Files.exists(root)) {
                try (Stream<Path> walk = Files.walk(root)) {
                    walk.filter(path -> path.toString().contains(id)).forEach(found::add);
                }
            }
        }
        return found;
    }

    private static Packaged.Ended analyze(Packaged packaged, String export, String... files) {
        List<String> command = new ArrayList<>(List.of("analyze"));
        command.addAll(List.of(files));
        command.addAll(List.of(
                "--spec",
                folder.resolve("run.yaml").toString(),
                "--out",
                folder.resolve(export).toString()));
        return packaged.run(command.toArray(String[]::new));
    }

    private static String digest(Packaged.Ended ended) {
        return ended.out()
                .lines()
                .filter(line -> line.contains("result digest"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(ended.out()));
    }

    private static JsonNode exported(String export) throws IOException {
        return Json.read(Files.readString(folder.resolve(export).resolve("clusters.json")), JsonNode.class);
    }

    private static String sample() {
        return folder.resolve("sample.jsonl").toString();
    }
}

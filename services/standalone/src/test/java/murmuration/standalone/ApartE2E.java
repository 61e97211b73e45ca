package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import murmuration.runtime.Json;
import murmuration.standalone.sample.Sample;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each service as a process of its own, on a real Temporal server, as {@code make up} starts them: one run of theirs, in
 * which each dies once, and what an operator then does to it and sees of it with Temporal's own command.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ApartE2E {
    private static final int CONVERSATIONS = 2000;
    private static final long SEED = 7;
    private static final String KEY = "5e".repeat(32);
    private static final Map<String, String> SETTINGS =
            Map.of("MURMURATION_DEPLOYMENT_KEY", KEY, "MURMURATION_TEMPORAL_SEARCH_ATTRIBUTES", "true");
    private static final Path PROGRAMS = Path.of("..", "..", "target", "apart");
    /** In which stage which process dies. */
    private static final Map<String, String> KILLED = Map.of(
            "EXTRACT", "extraction",
            "EMBED", "embedding",
            "CLUSTER", "clustering",
            "NAME", "hierarchy",
            "REVIEW", "privacy",
            "LAYOUT", "workflows");

    /** What a reset to the clusters computes again. */
    private static final List<String> FROM_CLUSTERS =
            List.of("CLUSTER", "MINIMUMS", "NAME", "REVIEW", "RAISE", "LAYOUT", "PUBLISH");

    private static final String PUBLISHED = "RUN_PUBLISHED by workflows";
    private static final Set<String> DIED = new HashSet<>();

    @TempDir
    static Path folder;

    private static Packaged apart;
    private static Process up;
    private static Path sample;
    private static Packaged.Ended one;
    private static String id;

    @BeforeAll
    @Timeout(900)
    static void analyzesInOneProcessAndInMany() throws IOException {
        assumeTrue(
                Files.exists(PROGRAMS.resolve("built")),
                "skipped: no processes in target/apart; build them: make package");
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "temporal"))),
                "skipped: no `temporal` on the PATH");
        apart = new Packaged(folder.resolve("apart"), SETTINGS);
        up = apart.start("up", "--programs", PROGRAMS.toString());
        Packaged.until(() -> apart.answers(up));

        sample = folder.resolve("sample.jsonl");
        Path spec = folder.resolve("run.yaml");
        Files.writeString(spec, "facets: [request, turns]\nminimums: {conversations: 10, accounts: 6}\n");
        Packaged whole = new Packaged(folder.resolve("whole"), Map.of("MURMURATION_DEPLOYMENT_KEY", KEY));
        whole.run("sample", "--conversations", "" + CONVERSATIONS, "--seed", "" + SEED, sample.toString());
        one = whole.run("analyze", sample.toString(), "--spec", spec.toString());

        apart.start(Files.createTempFile("analyze", ".out"), "analyze", sample.toString(), "--spec", spec.toString());
        Packaged.until(() -> ended(DIED));
        id = newest().path("id").asText();
    }

    @AfterAll
    static void endsWithAllItsProcesses() throws InterruptedException {
        if (up == null) {
            return;
        }
        List<ProcessHandle> processes = up.descendants().toList();
        assertThat(processes).hasSizeGreaterThan(7);
        up.destroy();
        assertThat(up.waitFor(1, TimeUnit.MINUTES)).isTrue();
        Packaged.until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void aRunGivesTheDigestOfOneProcessAlsoWhereEachProcessIsKilledOnce() {
        assertThat(one.code()).as(one.out()).isZero();
        JsonNode run = run();
        assertThat(run.path("state").asText()).as(run.toString()).isEqualTo("PUBLISHED");
        assertThat(one.out()).contains(run.path("resultDigest").asText());
        assertThat(DIED).contains("EXTRACT", "EMBED", "NAME").hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void aRunResetToItsClustersComputesThemAndWhatFollowsAgain() {
        Packaged.until(
                () -> isListed("Completed", List.of("PUBLISH")) && recorded().contains(PUBLISHED));
        int known = recorded().size();
        JsonNode before = run();
        Map<String, String> digests = digests();

        temporal("reset", "--workflow-id", "run-" + id, "--event-id", entryToClusters(), "--reason", "again");
        Packaged.until(() -> hasEndedSince(before));

        JsonNode after = run();
        assertThat(after.path("state").asText()).as(after.toString()).isEqualTo("PUBLISHED");
        assertThat(after.path("resultDigest").asText())
                .isNotBlank()
                .isEqualTo(before.path("resultDigest").asText());
        assertThat(digests()).containsKeys("EXTRACT", "CLUSTER", "REVIEW").isEqualTo(digests);
        assertThat(times(before))
                .containsKeys("IMPORT", "PLAN", "EXTRACT", "EMBED")
                .allSatisfy((stage, times) -> assertThat(times).as(stage).matches("\\S+Z to \\S+Z"));
        Map<String, String> moved = times(after);
        moved.entrySet().removeAll(times(before).entrySet());
        assertThat(moved).containsOnlyKeys(FROM_CLUSTERS);
        Packaged.until(() -> Collections.frequency(recorded(), PUBLISHED) == 2);
        List<String> recorded = recorded();
        assertThat(recorded.subList(known, recorded.size()))
                .contains("RESULT_WITHDRAWN by privacy", "ERASED by privacy", "ERASED by hierarchy")
                .contains("ERASED by clustering", "RUN_REOPENED by workflows", "RESULT_PUBLISHED by privacy");
    }

    @Test
    void anOperatorFindsTheRunInTemporalByItsTenantStageAndState() {
        Packaged.until(() -> isListed("Completed", List.of("PUBLISH")));
        assertThat(isListed("Completed", List.of("EXTRACT", "EMBED"))).isFalse();
    }

    @Test
    void whatTemporalKeepsHoldsNothingOfAnyConversation() throws IOException {
        Set<String> written = Canaries.planted(sample, Sample.canaries(CONVERSATIONS, SEED));
        Set<String> sentences = Canaries.sentences(sample);
        assertThat(sentences).hasSizeGreaterThan(2_000);
        written.addAll(sentences);
        assertThat(Canaries.found(written, Files.readString(sample)))
                .as("the search finds what is there: in the file that was analyzed")
                .hasSameSizeAs(written);

        Map<String, String> workflows = new Histories(apart).all();
        String workflow = "run-" + id;
        assertThat(workflows)
                .containsKeys("import-" + run().path("dataset").path("id").asText(), workflow)
                .containsKeys(workflow + "/EXTRACT", workflow + "/EMBED", workflow + "/CLUSTER");
        assertThat(workflows.getOrDefault(workflow, ""))
                .as("whole, decrypted, and with what it can be found by")
                .contains("RunStart", "PrivacyPublish", "\"runId\":\"" + id + "\"", "\n\"PUBLISH\"\n");
        Canaries.assertNowhere(written, workflows);
    }

    /** Kills the process of the stage in which the run is, once; whether the run has ended. */
    private static boolean ended(Set<String> died) {
        JsonNode run = newest();
        String stage = run.path("stage").asText();
        if (KILLED.containsKey(stage) && died.add(stage)) {
            process(KILLED.get(stage)).destroyForcibly();
        }
        return hasEnded(run);
    }

    private static boolean hasEnded(JsonNode run) {
        return Set.of("PUBLISHED", "FAILED", "CANCELED")
                .contains(run.path("state").asText());
    }

    /** Whether the run has ended another time than it had before. */
    private static boolean hasEndedSince(JsonNode before) {
        JsonNode run = run();
        return hasEnded(run) && !run.path("endedAt").equals(before.path("endedAt"));
    }

    private static ProcessHandle process(@Nullable String name) {
        return up.descendants()
                .filter(process -> process.info().commandLine().orElse("").contains(name + "/quarkus-run.jar"))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode newest() {
        return apart.get("/runs").path("items").path(0);
    }

    private static JsonNode run() {
        return apart.get("/runs/" + id);
    }

    /** Stage → when the run entered and left it. */
    private static Map<String, String> times(JsonNode run) {
        Map<String, String> times = new TreeMap<>();
        for (JsonNode stage : run.path("stages")) {
            String from = stage.path("startedAt").asText();
            String to = stage.path("endedAt").asText();
            times.put(stage.path("stage").asText(), from + " to " + to);
        }
        return times;
    }

    /** Stage → the digest of what it computed, as the manifest shows it. */
    private static Map<String, String> digests() {
        Map<String, String> digests = new TreeMap<>();
        apart.get("/runs/" + id + "/manifest")
                .path("stages")
                .properties()
                .forEach(stage -> digests.put(
                        stage.getKey(), stage.getValue().path("digest").asText()));
        return digests;
    }

    /** What the audit has of the run, each with who did it, in its order. */
    private static List<String> recorded() {
        List<String> recorded = new ArrayList<>();
        for (JsonNode each : apart.get("/audit?limit=199&run=" + id).path("items")) {
            recorded.add(
                    each.path("what").asText() + " by " + each.path("process").asText());
        }
        return recorded;
    }

    /** The event that docs/operations.md has an operator look for. */
    private static String entryToClusters() {
        String answer = temporal("show", "--workflow-id", "run-" + id, "--output", "json");
        String completed = "";
        String entry = "";
        for (JsonNode event : Json.read(answer, JsonNode.class).path("events")) {
            String activity = event.at("/activityTaskScheduledEventAttributes/activityType/name")
                    .asText();
            if (activity.equals("ClusteringTrain")) {
                return entry;
            } else if (activity.equals("RunBegin")) {
                entry = completed;
            } else if (event.has("workflowTaskCompletedEventAttributes")) {
                completed = event.path("eventId").asText();
            }
        }
        throw new AssertionError("no clusters were trained: " + answer);
    }

    /** Whether the run is among those that Temporal lists in this state and in one of these stages. */
    private static boolean isListed(String state, List<String> stages) {
        String query = """
                WorkflowType = 'AnalyzeRun' AND MurmurationTenant = 'default'
                AND MurmurationStage IN ('%s') AND ExecutionStatus = '%s'
                """.formatted(String.join("', '", stages), state);
        return temporal("list", "--query", query, "--output", "json").contains("\"run-" + id + "\"");
    }

    /** What {@code temporal workflow} answers. */
    private static String temporal(String... command) {
        List<String> line = new ArrayList<>(List.of("temporal", "workflow"));
        line.addAll(List.of(command));
        String address = apart.server().path("temporal").asText();
        line.addAll(List.of("--address", address, "--namespace", "default"));
        try {
            Process process = new ProcessBuilder(line)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.onExit().join().exitValue()).as("%s", line).isZero();
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

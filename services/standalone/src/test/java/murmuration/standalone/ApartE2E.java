package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each service as a process of its own, on a real Temporal server, as {@code make up} starts them. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ApartE2E {
    private static final Map<String, String> KEY = Map.of("MURMURATION_DEPLOYMENT_KEY", "5e".repeat(32));
    private static final Path PROGRAMS = Path.of("..", "..", "target", "apart");
    /** In which stage which process dies. */
    private static final Map<String, String> KILLED = Map.of(
            "EXTRACT", "extraction",
            "EMBED", "embedding",
            "CLUSTER", "clustering",
            "NAME", "hierarchy",
            "REVIEW", "privacy",
            "LAYOUT", "workflows");

    @TempDir
    static Path folder;

    private static Packaged apart;
    private static Process up;

    @BeforeAll
    static void start() {
        assumeTrue(
                Files.exists(PROGRAMS.resolve("built")),
                "skipped: no processes in target/apart; build them: make package");
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "temporal"))),
                "skipped: no `temporal` on the PATH");
        apart = new Packaged(folder.resolve("apart"), KEY);
        up = apart.start("up", "--programs", PROGRAMS.toString());
        Packaged.until(() -> apart.answers(up));
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
    void aRunGivesTheDigestOfOneProcessAlsoWhereEachProcessIsKilledOnce() throws IOException {
        String sample = folder.resolve("sample.jsonl").toString();
        String spec = folder.resolve("run.yaml").toString();
        Files.writeString(Path.of(spec), "facets: [request, turns]\nminimums: {conversations: 10, accounts: 6}\n");
        Packaged whole = new Packaged(folder.resolve("whole"), KEY);
        whole.run("sample", "--conversations", "2000", sample);
        Packaged.Ended one = whole.run("analyze", sample, "--spec", spec);
        assertThat(one.code()).as(one.out()).isZero();

        apart.start(Files.createTempFile("analyze", ".out"), "analyze", sample, "--spec", spec);
        Set<String> died = new HashSet<>();
        Packaged.until(() -> ended(died));
        JsonNode run = run();
        assertThat(run.path("state").asText()).as(run.toString()).isEqualTo("PUBLISHED");
        assertThat(one.out()).contains(run.path("resultDigest").asText());
        assertThat(died).contains("EXTRACT", "EMBED", "NAME").hasSizeGreaterThanOrEqualTo(4);
    }

    /** Kills the process of the stage in which the run is, once; whether the run has ended. */
    private static boolean ended(Set<String> died) {
        JsonNode run = run();
        String stage = run.path("stage").asText();
        if (KILLED.containsKey(stage) && died.add(stage)) {
            process(KILLED.get(stage)).destroyForcibly();
        }
        return Set.of("PUBLISHED", "FAILED", "CANCELED")
                .contains(run.path("state").asText());
    }

    private static ProcessHandle process(@Nullable String name) {
        return up.descendants()
                .filter(process -> process.info().commandLine().orElse("").contains(name + "/quarkus-run.jar"))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode run() {
        return apart.get("/runs").path("items").path(0);
    }
}

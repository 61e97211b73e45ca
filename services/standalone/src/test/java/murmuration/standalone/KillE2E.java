package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application, killed without warning in one stage after the other, or told to end in the middle. */
class KillE2E {
    private static final Map<String, String> KEY = Map.of("MURMURATION_DEPLOYMENT_KEY", "5e".repeat(32));

    @TempDir
    static Path folder;

    @Test
    void aRunThatIsKilledInEachStageEndsByItselfWithTheSameResult() throws IOException {
        String sample = folder.resolve("sample.jsonl").toString();
        String spec = folder.resolve("run.yaml").toString();
        Files.writeString(Path.of(spec), "facets: [request, turns]\nminimums: {conversations: 10, accounts: 6}\n");
        Packaged whole = new Packaged(folder.resolve("whole"), KEY);
        whole.run("sample", "--conversations", "800", sample);
        Packaged.Ended ended = whole.run("analyze", sample, "--spec", spec);
        assertThat(ended.code()).as(ended.out()).isZero();
        assertThat(ended.out()).as("it came to its end").doesNotContain("interrupted");

        Packaged killed = new Packaged(folder.resolve("killed"), KEY);
        Process process = killed.start("analyze", sample, "--spec", spec);
        Set<String> died = new HashSet<>();
        while (true) {
            Process current = process;
            Packaged.until(() -> killed.answers(current));
            Packaged.until(() -> dieOrEnd(killed, current, died));
            if (current.isAlive()) {
                break;
            }
            process = killed.start("serve");
        }
        JsonNode run = run(killed);
        Packaged.end(process);
        assertThat(died).contains("EXTRACT", "EMBED", "NAME").hasSizeGreaterThanOrEqualTo(5);
        assertThat(run.path("state").asText()).as(run.toString()).isEqualTo("PUBLISHED");
        assertThat(ended.out()).contains(run.path("resultDigest").asText());
    }

    @Test
    void aRunThatIsInterruptedLeavesNoDatabaseRunningAndSaysHowItGoesOn() throws IOException {
        String sample = folder.resolve("interrupted.jsonl").toString();
        Packaged interrupted = new Packaged(folder.resolve("interrupted"), KEY);
        interrupted.run("sample", "--conversations", "800", sample);
        Path out = folder.resolve("interrupted.out");
        Process process = interrupted.start(out, "analyze", sample);
        Packaged.until(() -> interrupted.answers(process));
        Packaged.until(() -> !run(interrupted).path("stage").asText().isEmpty());
        Path database = new DataFolder(interrupted.data()).database();
        assertThat(database.resolve("postmaster.pid")).exists();
        String run = run(interrupted).path("id").asText();
        Packaged.end(process);
        assertThat(database.resolve("postmaster.pid")).doesNotExist();
        assertThat(Files.readString(out))
                .contains("run " + run + " is kept", "murmuration serve --data " + interrupted.data());
    }

    @Test
    void anAnalysisWhoseServerEndsGoesOnOnOneOfItsOwn() throws IOException {
        String sample = folder.resolve("left.jsonl").toString();
        Packaged left = new Packaged(folder.resolve("left"), KEY);
        left.run("sample", "--conversations", "800", sample);
        Process server = left.serve();
        Path out = folder.resolve("left.out");
        Process analysis = left.start(out, "analyze", sample);
        Packaged.until(() -> !run(left).path("stage").asText().isEmpty());
        String run = run(left).path("id").asText();
        Packaged.end(server);
        Packaged.until(() -> !analysis.isAlive());
        String said = Files.readString(out);
        assertThat(analysis.exitValue()).as(said).isZero();
        assertThat(said).contains("this goes on with another", "result digest");
        assertThat(said.lines().filter(line -> line.startsWith("run ")))
                .as("one run, on two servers")
                .hasSize(2)
                .allMatch(line -> line.startsWith("run " + run));
    }

    /** Kills the process in a stage in which it did not die yet; true once it is dead or the run has ended. */
    private static boolean dieOrEnd(Packaged killed, Process process, Set<String> died) {
        JsonNode run = run(killed);
        if (Set.of("PUBLISHED", "FAILED", "CANCELED").contains(run.path("state").asText())) {
            return true;
        }
        String stage = run.path("stage").asText();
        if (!stage.isEmpty() && !stage.equals("IMPORT") && died.add(stage)) {
            process.destroyForcibly().onExit().join();
            return true;
        }
        return false;
    }

    private static JsonNode run(Packaged packaged) {
        return packaged.get("/runs").path("items").path(0);
    }
}

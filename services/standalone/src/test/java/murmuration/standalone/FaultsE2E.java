package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole runs over a provider that fails three of ten calls: limits, errors, overloads, connections that close halfway, and
 * answers that never come. Nothing is lost, what was answered is not asked again, and the result is the same.
 */
class FaultsE2E {
    private static final double SHARE = 0.3;
    private static final int CONCURRENCY = 5;

    /** An answer takes 50 ms: also on a machine that stands still for seconds none is given up that would have come. */
    private static final Map<String, String> ENVIRONMENT =
            Map.of("MURMURATION_DEPLOYMENT_KEY", "5e".repeat(32), "MURMURATION_MODELS_TIMEOUT", "PT10S");

    @TempDir
    Path folder;

    @Test
    void aProviderThatFailsIsAskedForNoAnswerTwice() throws IOException, InterruptedException {
        try (FaultyServer sound = new FaultyServer(0);
                FaultyServer faulty = new FaultyServer(SHARE)) {
            JsonNode whole = run("openai", sound, 0);
            JsonNode run = run("openai", faulty, 0);
            assertThat(run.path("resultDigest")).isEqualTo(whole.path("resultDigest"));
            assertThat(sound.answeredAgain()).isZero();
            assertThat(faulty.answeredAgain()).isZero();
            assertThat(faulty.calls()).isGreaterThan(sound.calls());
            assertThat(run.path("cost").path("usage").findValuesAsText("outcome"))
                    .contains("ANSWERED", "RATE_LIMITED", "OVERLOADED", "UNAVAILABLE");
            assertThat(whole.path("cost").path("usage").findValuesAsText("outcome"))
                    .containsOnly("ANSWERED");
        }
    }

    @Test
    void aProcessThatIsKilledAsksAgainForWhatWasUnderWayAtMost() throws IOException, InterruptedException {
        int kills = 3;
        try (FaultyServer sound = new FaultyServer(0);
                FaultyServer faulty = new FaultyServer(SHARE)) {
            JsonNode whole = run("anthropic", sound, 0);
            JsonNode run = run("anthropic", faulty, kills);
            assertThat(run.path("resultDigest")).isEqualTo(whole.path("resultDigest"));
            assertThat(sound.answeredAgain()).isZero();
            // at the provider, and as many that are on their way to it or to the store
            assertThat(faulty.answeredAgain()).isLessThanOrEqualTo(kills * 2 * CONCURRENCY);
        }
    }

    /** A run to its end, in a folder of its own. @param kills how often its process dies while conversations are asked about */
    private JsonNode run(String provider, FaultyServer server, int kills) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory(folder, "run");
        Packaged packaged = new Packaged(home.resolve("data"), ENVIRONMENT);
        String sample = home.resolve("sample.jsonl").toString();
        packaged.run("sample", "--conversations", "300", sample);
        Path spec = Files.writeString(home.resolve("run.yaml"), """
                        facets: [request, turns]
                        minimums: {conversations: 10, accounts: 6}
                        model: {provider: %s, name: gullible, baseUrl: "%s", concurrency: %d}
                        """.formatted(provider, server.url(), CONCURRENCY));
        Process process = packaged.start("analyze", sample, "--spec", spec.toString());
        try {
            for (int kill = 1; kill <= kills; kill++) {
                int calls = kill * 75;
                Packaged.until(() -> server.calls() >= calls);
                process.destroyForcibly().onExit().join();
                process = packaged.serve();
            }
            if (kills == 0) {
                assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
                assertThat(process.exitValue()).isZero();
                process = packaged.serve();
            }
            Packaged.until(() -> Set.of("PUBLISHED", "FAILED")
                    .contains(listed(packaged).path("state").asText()));
            JsonNode run = packaged.get("/runs/" + listed(packaged).path("id").asText());
            assertThat(run.path("state").asText()).as(run.toString()).isEqualTo("PUBLISHED");
            assertThat(run.path("clusters").asInt()).as(run.toString()).isPositive();
            return run;
        } finally {
            Packaged.end(process);
        }
    }

    private static JsonNode listed(Packaged packaged) {
        return packaged.get("/runs").path("items").path(0);
    }
}

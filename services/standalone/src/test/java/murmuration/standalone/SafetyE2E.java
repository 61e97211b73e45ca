package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import murmuration.runtime.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A safety run of the packaged application, from the wish for it until nothing of it is left. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SafetyE2E {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private final Packaged packaged = new Packaged(
            folder.resolve("data"),
            Map.of(
                    "MURMURATION_GATEWAY_SIGN_IN_REQUIRED", "true",
                    "MURMURATION_SAFETY_LONGEST", "P7D",
                    "MURMURATION_RETENTION_EVERY", "PT1S"));

    @Test
    void onePersonAsksAnotherApprovesAFewReadAndThenNothingIsLeft() throws IOException, SQLException {
        Process server = packaged.serve();
        try {
            String analyst = key("an analyst", "analyst");
            String admin = key("an administrator", "admin");
            String steward = key("a steward", "steward");
            String asker = key("an asker", "safety");
            String another = key("another", "safety");
            String elsewhere = key("a stranger", "safety", "--tenant", "other");
            String sample = folder.resolve("sample.jsonl").toString();
            packaged.run("sample", "--conversations", "600", sample);
            Packaged.Ended imported = new Packaged(packaged.data(), Map.of("MURMURATION_API_KEY", analyst))
                    .run("datasets", "import", "--name", "people", sample);
            assertThat(imported.code()).as(imported.out()).isZero();

            String run = json(ask("POST", "", asker, wish())).path("id").asText();
            Packaged.until(() -> state(run, asker).equals("WAITING")
                    && json(get("/" + run, asker)).path("stage").asText().equals("APPROVE"));
            assertThat(ask("POST", "/" + run + "/approve", asker, "{}").statusCode())
                    .isEqualTo(403);
            for (String key : List.of(analyst, steward, admin)) {
                assertThat(ask("POST", "", key, wish()).statusCode()).isEqualTo(403);
                assertThat(get("/" + run, key).statusCode()).isEqualTo(403);
                assertThat(ask("POST", "/" + run + "/approve", key, "{}").statusCode())
                        .isEqualTo(403);
            }
            for (String act : List.of("approve", "resume", "cancel", "replay")) {
                assertThat(api("POST", "/runs/" + run + "/" + act, admin, "{}").statusCode())
                        .as(act)
                        .isEqualTo(404);
            }
            assertThat(ask("POST", "/" + run + "/approve", elsewhere, "{}").statusCode())
                    .isEqualTo(404);
            assertThat(get("/" + run + "/clusters", asker).statusCode()).isEqualTo(404);

            assertThat(ask("POST", "/" + run + "/approve", another, "{}").statusCode())
                    .isEqualTo(200);
            Packaged.until(() -> !List.of("WAITING", "QUEUED", "RUNNING").contains(state(run, asker)));
            assertThat(state(run, asker)).isEqualTo("READY");
            readAsFewMay(run, asker, List.of(analyst, steward, admin));
            assertThat(get("/" + run + "/clusters", elsewhere).statusCode()).isEqualTo(404);
            recorded(run, steward);

            erased(sample, run, steward, asker);
            assertThat(ask("DELETE", "/" + run, another, "").statusCode()).isEqualTo(200);
            Packaged.until(() -> json(get("/" + run, asker)).has("goneAt"));
            assertThat(get("/" + run + "/clusters", asker).statusCode()).isEqualTo(404);
            Map<String, String> left = new Tables(packaged.data()).all();
            for (String table : List.of("safety.cluster", "safety.member", "facets.value", "clusters.cluster")) {
                assertThat(left.get(table)).as(table).isEmpty();
            }
        } finally {
            Packaged.end(server);
        }
    }

    private void readAsFewMay(String run, String reader, List<String> others) throws IOException, SQLException {
        JsonNode clusters =
                json(get("/" + run + "/clusters?limit=1000", reader)).path("items");
        JsonNode base = clusters.path(clusters.size() - 1);
        assertThat(base.path("accounts").asInt()).as("under the minimum").isBetween(1, 5);
        assertThat(clusters.findValuesAsText("name")).anyMatch(name -> !name.isEmpty());
        JsonNode detail = json(get("/" + run + "/clusters/" + base.path("id").asText(), reader));
        assertThat(detail.path("conversations").size())
                .isEqualTo(Math.min(50, base.path("conversations").asInt()));
        for (String key : others) {
            assertThat(get("/" + run + "/clusters", key).statusCode()).isEqualTo(403);
            for (String path : List.of(
                    "",
                    "/events",
                    "/tree",
                    "/clusters?q=a",
                    "/clusters/" + base.path("id").asText(),
                    "/map",
                    "/manifest",
                    "/replay",
                    "/export?format=csv")) {
                assertThat(api("GET", "/runs/" + run + path, key, "").statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
            assertThat(json(api("GET", "/runs", key, "")).path("items")).isEmpty();
        }
        new Tables(packaged.data()).all().forEach((table, rows) -> {
            if (table.matches("(published|released)\\..*") && !table.endsWith(".audit_outbox")) {
                assertThat(rows).as(table).isEmpty();
            }
        });
    }

    /** An account that is erased from the data set takes with it what is shown. */
    private void erased(String sample, String run, String steward, String reader) throws IOException, SQLException {
        String account;
        try (Stream<String> lines = Files.lines(Path.of(sample))) {
            account = Json.read(lines.findFirst().orElseThrow(), JsonNode.class)
                    .path("account_id")
                    .asText();
        }
        String dataset = json(api("GET", "/datasets", steward, ""))
                .path("items")
                .path(0)
                .path("id")
                .asText();
        assertThat(api("POST", "/datasets/" + dataset + "/erasures", steward, Json.write(Map.of("accountId", account)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(state(run, reader)).isEqualTo("ERASED");
        assertThat(get("/" + run + "/clusters", reader).statusCode()).isEqualTo(404);
        Map<String, String> left = new Tables(packaged.data()).all();
        for (String table : List.of("safety.cluster", "safety.member", "clusters.cluster", "facets.value")) {
            assertThat(left.get(table)).as(table).isEmpty();
        }
    }

    private void recorded(String run, String steward) {
        Packaged.until(() -> what(run, steward).contains("SAFETY_READ"));
        assertThat(what(run, steward))
                .containsExactly("SAFETY_ASKED", "SAFETY_APPROVED", "SAFETY_SHOWN", "SAFETY_READ", "SAFETY_READ");
        JsonNode verified = json(api("POST", "/audit/safety/verify", steward, "{}"));
        assertThat(verified.path("whole").asBoolean()).isTrue();
        JsonNode told = new Packaged(packaged.data(), Map.of("MURMURATION_API_KEY", steward))
                .answer("verify", "--safety", "--json");
        assertThat(told.path("whole").asBoolean()).isTrue();
        long records = verified.path("records").asLong();
        // since then at most that it was verified, and a checkpoint or two
        assertThat(told.path("records").asLong()).isBetween(records, records + 4);
        assertThat(json(api("GET", "/audit?limit=199", steward, "")).findValuesAsText("what"))
                .contains("RUN_STARTED", "RUN_APPROVED")
                .noneMatch(what -> what.startsWith("SAFETY_") || what.startsWith("RESULT_"));
    }

    private List<String> what(String run, String steward) {
        return json(api("GET", "/audit/safety?limit=199&run=" + run, steward, ""))
                .findValuesAsText("what");
    }

    private static String wish() {
        return Json.write(Map.of(
                "spec",
                Map.of(
                        "dataset",
                        "people",
                        "facets",
                        List.of("request", "turns"),
                        "minimums",
                        Map.of("conversations", 10, "accounts", 6),
                        "cluster",
                        Map.of("k", 80)),
                "reason",
                "case 7",
                "expiresAt",
                Instant.now().plus(Duration.ofDays(1)).toString()));
    }

    private String state(String run, String key) {
        return json(get("/" + run, key)).path("state").asText();
    }

    private String key(String name, String role, String... more) {
        List<String> command = new ArrayList<>(List.of("keys", "create", name, "--role", role));
        command.addAll(List.of(more));
        Packaged.Ended made = packaged.run(command.toArray(String[]::new));
        assertThat(made.code()).as(made.out()).isZero();
        return made.out().lines().reduce("", (before, line) -> line).strip();
    }

    private HttpResponse<String> get(String path, String key) {
        return ask("GET", path, key, "");
    }

    private HttpResponse<String> ask(String method, String path, String key, String body) {
        return api(method, "/safety-runs" + path, key, body);
    }

    private HttpResponse<String> api(String method, String path, String key, String body) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(packaged.server().path("url").asText() + "/api/v1" + path))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return Json.read(answer.body(), JsonNode.class);
    }
}

package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import murmuration.runtime.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application where one must sign in: two tenants, keys from the command line, the page. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SignInE2E {
    private static final Map<String, String> REQUIRED = Map.of("MURMURATION_GATEWAY_SIGN_IN_REQUIRED", "true");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static Packaged packaged;
    private static Process server;
    private static String root;
    private static String blue;
    private static String red;
    private static String run;

    @BeforeAll
    static void analyzeAsOneTenant() throws IOException {
        packaged = new Packaged(folder.resolve("data"), REQUIRED);
        server = packaged.serve();
        root = packaged.server().path("url").asText();
        blue = created("blue", "analyst");
        red = created("red", "admin");
        String sample = folder.resolve("sample.jsonl").toString();
        Path spec = folder.resolve("run.yaml");
        Files.writeString(
                spec, "name: of blue\nfacets: [request, turns]\nminimums: {conversations: 10, accounts: 6}\n");
        packaged.run("sample", "--conversations", "600", sample);
        Packaged.Ended ended = as(blue).run("analyze", sample, "--spec", spec.toString());
        assertThat(ended.code()).as(ended.out()).isZero();
        run = Json.read(get("/runs", blue).body(), JsonNode.class)
                .path("items")
                .path(0)
                .path("id")
                .asText();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server == null) {
            return;
        }
        Packaged.end(server);
        try (Stream<Path> logs = Files.list(packaged.data().resolve("logs"))) {
            for (Path log : logs.toList()) {
                assertThat(Files.readString(log)).doesNotContain(secret(blue), secret(red));
            }
        }
    }

    @Test
    void oneTenantFindsNothingOfTheOther() throws IOException {
        String cluster = Json.read(get("/runs/" + run + "/tree", blue).body(), JsonNode.class)
                .path("clusters")
                .path(0)
                .path("id")
                .asText();
        List<String> all = List.of(
                "",
                "/events",
                "/tree",
                "/clusters?q=a",
                "/clusters/" + cluster,
                "/map",
                "/manifest",
                "/export",
                "/export?format=csv");
        for (String path : all) {
            assertThat(get("/runs/" + run + path, blue).statusCode()).as(path).isEqualTo(200);
            assertThat(get("/runs/" + run + path, red).statusCode()).as(path).isEqualTo(404);
        }
        for (String list : List.of("/runs", "/datasets", "/runs?dataset=sample")) {
            assertThat(Json.read(get(list, red).body(), JsonNode.class).path("items"))
                    .isEmpty();
        }
        assertThat(get("/datasets/sample", red).statusCode()).isEqualTo(404);
        assertThat(as(red).run("runs", "cancel", run).out()).contains("NOT_FOUND");
    }

    @Test
    void aCommandWithoutAKeyIsToldWhatToSend() {
        Packaged.Ended ended = packaged.run("runs", "list");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).contains("MURMURATION_API_KEY=<API key>", "(AUTHENTICATION)");
        Packaged.Ended refused = as(blue).run("keys", "list");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.out()).contains("takes the role admin");
    }

    @Test
    void aKeyIsMadeListedAndRevokedByItsTenantsAdministrator() {
        String key = key(as(red).run("keys", "create", "of a job", "--role", "viewer", "--days", "1"));
        assertThat(as(red).run("keys", "list").out())
                .contains(id(key), "of a job")
                .doesNotContain(secret(key), id(blue));
        assertThat(get("/runs", key).statusCode()).isEqualTo(200);
        assertThat(as(red).run("keys", "revoke", id(key)).out()).contains("revoked");
        assertThat(get("/runs", key).statusCode()).isEqualTo(401);
        assertThat(as(red).run("keys", "revoke", id(blue)).out()).contains("NOT_FOUND");
    }

    @Test
    void aPersonSignsInOnThePageAndOutAgain() throws IOException {
        assumeTrue(Browser.installed().isPresent(), "skipped: no Chromium on the PATH");
        String viewer = created("blue", "viewer");
        try (Browser browser = Browser.start(Browser.installed().orElseThrow(), folder.resolve("profile"))) {
            browser.open(root + "/runs/" + run + "/explore");
            browser.until("document.activeElement?.id === 'key'");
            signIn(browser, "murmuration_wrong");
            browser.until("document.querySelector('[role=alert]')?.textContent.includes('not good')");
            signIn(browser, viewer);
            browser.until("!!document.querySelector('.row')");
            assertThat(browser.value("document.cookie").asText()).isEmpty();
            assertThat(browser.value("document.querySelector('.who').textContent")
                            .asText())
                    .contains("a test", "viewer");
            browser.open(root + "/");
            browser.until("document.querySelector('.list tbody th a')?.textContent === 'of blue'");
            assertThat(browser.value("document.body.textContent").asText()).doesNotContain("Data sets");
            browser.value("[...document.querySelectorAll('button')].find(b => b.textContent === 'Sign out').click()");
            browser.until("!!document.querySelector('#key')");
            assertThat(browser.value("document.body.textContent").asText()).doesNotContain("of blue");
        }
    }

    private static void signIn(Browser browser, String key) {
        browser.value("document.querySelector('#key').value = '" + key + "'");
        browser.value("document.querySelector('form button').click()");
    }

    private static String created(String tenant, String role) {
        Packaged.Ended ended = packaged.run("keys", "create", "a test", "--role", role, "--tenant", tenant);
        assertThat(ended.code()).as(ended.out()).isZero();
        return key(ended);
    }

    /** What is made stands in the last line; the JVM may warn before it. */
    private static String key(Packaged.Ended made) {
        return made.out().lines().reduce("", (before, line) -> line).strip();
    }

    private static Packaged as(String key) {
        return new Packaged(packaged.data(), Map.of("MURMURATION_API_KEY", key));
    }

    private static HttpResponse<String> get(String path, String key) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + "/api/v1" + path))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", "Bearer " + key)
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String id(String key) {
        return key.split("_")[1];
    }

    private static String secret(String key) {
        return key.split("_")[2];
    }
}

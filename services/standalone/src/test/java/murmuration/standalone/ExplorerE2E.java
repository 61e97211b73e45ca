package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of the packaged application in a headless browser, where there is one. */
@EnabledIf(
        value = "aBrowserIsInstalled",
        disabledReason =
                "the page was not opened in a browser: there is no Chromium on the PATH, and CHROMIUM names none")
class ExplorerE2E {
    private static final String COLORS = "(() => { const c = document.querySelector('canvas');"
            + " const p = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);"
            + " return new Set(p).size; })()";

    @TempDir
    static Path folder;

    private static Process server;
    private static Browser browser;
    private static String root;
    private static JsonNode run;
    private static JsonNode later;
    private static JsonNode tree;

    static boolean aBrowserIsInstalled() {
        return Browser.installed().isPresent();
    }

    @BeforeAll
    static void analyzeAndServe() throws IOException {
        Packaged packaged = new Packaged(folder.resolve("data"));
        String sample = folder.resolve("sample.jsonl").toString();
        Path spec = folder.resolve("run.yaml");
        Files.writeString(spec, "name: page\nfacets: [request, turns]\nminimums: {conversations: 10, accounts: 6}\n");
        packaged.run("sample", "--conversations", "600", sample);
        Packaged.Ended ended = packaged.run("analyze", sample, "--spec", spec.toString());
        assertThat(ended.code()).as(ended.out()).isZero();
        Files.writeString(
                spec, "name: later\nfacets: [request]\ncluster: {k: 12}\nminimums: {conversations: 10, accounts: 6}\n");
        Packaged.Ended again = packaged.run("analyze", sample, "--spec", spec.toString());
        assertThat(again.code()).as(again.out()).isZero();
        server = packaged.serve();
        root = packaged.server().path("url").asText();
        later = packaged.get("/runs").path("items").path(0);
        run = packaged.get("/runs").path("items").path(1);
        tree = packaged.get("/runs/" + run.path("id").asText() + "/tree");
        browser = Browser.start(Browser.installed().orElseThrow(), folder.resolve("profile"));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            Packaged.end(server);
        }
    }

    @Test
    void listsTheRunAndFollowsItsLink() {
        browser.open(root + "/");
        browser.until("[...document.querySelectorAll('.list tbody th a')].map(e => e.textContent).includes('page')");
        browser.value("[...document.querySelectorAll('.list tbody th a')].find(e => e.textContent === 'page').click()");
        browser.until("document.title === 'page · Explorer · Murmuration' && !!document.querySelector('.row')");
        assertThat(browser.faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void showsThePublishedTreeAndPaintsTheMap(String theme) {
        browser.prefer(theme);
        explore();
        browser.until(COLORS + " > 50");
        List<String> names = new ArrayList<>();
        browser.value("[...document.querySelectorAll('.row[aria-level=\"1\"] .label')].map(e => e.textContent)")
                .forEach(name -> names.add(name.asText()));
        assertThat(names).containsExactlyInAnyOrderElementsOf(topNames());
        int red = browser.value("Number(/\\d+/.exec(getComputedStyle(document.body).backgroundColor)[0])")
                .asInt();
        assertThat(red > 127 ? "light" : "dark").isEqualTo(theme);
        assertThat(browser.faults()).isEmpty();
    }

    @Test
    void aRunStandsBesideAnEarlierOneThatIsChosen() {
        browser.open(root + "/runs/" + later.path("id").asText() + "/compare");
        browser.until("!!document.querySelector('.choice a')");
        browser.value("document.querySelector('.choice a').click()");
        browser.until("document.title === 'later · Compare · Murmuration' && !!document.querySelector('.compared td')");
        String shown = "[...document.querySelectorAll('.compared tbody .change')].map(e => e.textContent.slice(2))";
        assertThat(browser.value(shown)).isNotEmpty();
        browser.value("document.querySelectorAll('.picks button')[5].click()");
        browser.until(shown + ".every(change => change === 'matched')");
        assertThat(browser.value("new URL(location).searchParams.get('change')").asText())
                .isEqualTo("MATCHED");
        browser.value("document.querySelector('.compared tbody th a').click()");
        browser.until("!!document.querySelector('m-detail .description')");
        assertThat(browser.faults()).isEmpty();
    }

    @Test
    void theCostOfARunStandsBesideItsEstimate() {
        browser.open(root + "/runs/" + run.path("id").asText());
        browser.until("!!document.querySelector('m-run .stages')");
        String estimate = "estimate: {calls: 620, inputTokens: 5e5, outputTokens: 7e4, usd: 1.2, sample: 200}, ";
        assertThat(models("RUNNING", estimate + "usd: 0.4")).isEqualTo("Models 0.40 USD of an estimated 1.20 USD");
        assertThat(browser.value("document.querySelector('m-run details p').textContent")
                        .asText())
                .contains("about 200 transcripts", "620 calls", "500,000 tokens in", "70,000 out");
        assertThat(models("PUBLISHED", estimate + "usd: 1.3"))
                .isEqualTo("Models 1.30 USD, 8 % over the estimated 1.20 USD");
        assertThat(models("PUBLISHED", estimate + "usd: 1.1"))
                .isEqualTo("Models 1.10 USD, 8 % under the estimated 1.20 USD");
        assertThat(models("FAILED", estimate + "usd: 0.05")).isEqualTo("Models 0.0500 USD of an estimated 1.20 USD");
        String stored = "usd: 0.4, answers: [{stage: 'EXTRACT', purpose: 'FACETS', asked: 20, stored: 980}]";
        assertThat(models("PUBLISHED", estimate + stored))
                .isEqualTo("Models 0.40 USD of an estimated 1.20 USD · 98 % of answers stored before");
        assertThat(models("PUBLISHED", "usd: 0.4")).isEqualTo("Models 0.40 USD");
        assertThat(browser.value("document.querySelectorAll('m-run details p').length")
                        .asInt())
                .isZero();
        assertThat(browser.faults()).isEmpty();
    }

    @Test
    void isUsableByKeyboard() {
        explore();
        browser.value("document.body.focus()");
        browser.press("/");
        browser.until("document.activeElement.type === 'search'");
        browser.press("ArrowDown");
        browser.until("document.activeElement.role === 'tree'");
        browser.press("ArrowDown");
        browser.press("Enter");
        browser.until("new URL(location).searchParams.has('c')");
        browser.until("!!document.querySelector('m-detail .description')");
        assertThat(browser.value("document.querySelector('m-detail .title').textContent.trim()")
                        .asText())
                .isEqualTo(browser.value("document.querySelector('.row.selected .label').textContent")
                        .asText());
        assertThat(browser.faults()).isEmpty();
    }

    /** What the run's page says of models, where this is its state and what is told of its cost. */
    private static String models(String state, String cost) {
        String seen = "{...e.seen, state: '%s', cost: {answers: [], %s}}".formatted(state, cost);
        browser.value("(e => e.show(" + seen + "))(document.querySelector('m-run'))");
        return browser.value("document.querySelector('m-run summary').textContent")
                .asText();
    }

    private static void explore() {
        browser.open(root + "/runs/" + run.path("id").asText() + "/explore");
        browser.until("document.readyState === 'complete' && !!document.querySelector('.row')");
    }

    private static List<String> topNames() {
        List<String> names = new ArrayList<>();
        for (JsonNode cluster : tree.path("clusters")) {
            JsonNode last = cluster;
            while (last.path("children").size() == 1) {
                last = last.path("children").path(0);
            }
            names.add(last.path("name").asText());
        }
        return names;
    }
}

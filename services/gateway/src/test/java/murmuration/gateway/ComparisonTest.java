package murmuration.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import murmuration.gateway.ComparisonView.Change;
import murmuration.gateway.ComparisonView.Row;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ComparisonTest {
    private static final String MANIFEST = """
            {"minimums": {"conversations": 10, "accounts": 5}, "rounding": 5, "threshold": 3, "model": "offline",
             "compared": {"near": false},
             "spec": {"accounts": "REQUIRED", "sampling": {"perAccount": 1}, "privacy": {"threshold": 3}, "seed": 7}}""";

    private static final List<ClusterView> FIRST = List.of(
            cluster("a-top", 1, "Words and letters", 6_000, null),
            cluster("a-email", 0, "Draft an email", 3_000, "a-top"),
            cluster("a-code", 0, "Fix bugs in code", 2_000, null),
            cluster("a-travel", 0, "Plan a journey", 2_000, null),
            cluster("a-garden", 0, "Garden beds", 1_000, null));
    private static final List<ClusterView> SECOND = List.of(
            cluster("b-top", 1, "Letters and words", 6_000, null),
            cluster("b-code", 0, "Fix a bug in code", 4_500, null),
            cluster("b-email", 0, "Draft an email", 1_500, "b-top"),
            cluster("b-tax", 0, "Taxes", 1_000, null),
            cluster("b-travel", 0, "Plan a journey", 1_000, null),
            cluster("b-fare", 0, "Plan a cheap journey", 1_000, null));

    @Test
    void saysOfEachClusterWhatHasBecomeOfIt() {
        ComparisonView view = compare(release("a", MANIFEST, FIRST), release("b", MANIFEST, SECOND));

        assertThat(view.rows().stream().map(ComparisonTest::told))
                .containsExactly(
                        "1 MATCHED a-top b-top",
                        "0 GROWN a-code b-code",
                        "0 SHRUNK a-email b-email",
                        "0 NEW - b-tax",
                        "0 NEW - b-fare near a-travel",
                        "0 GONE a-garden -",
                        "0 MATCHED a-travel b-travel");
    }

    @Test
    void aGroupThatMayBeCutOtherwiseIsNotSaidToHaveShrunk() {
        // half of what the first run has as one group stands beside it, under another name
        assertThat(compare(release("a", MANIFEST, FIRST), release("b", MANIFEST, SECOND))
                        .rows())
                .anyMatch(row -> told(row).equals("0 MATCHED a-travel b-travel"));
        List<ClusterView> alone = SECOND.stream()
                .filter(cluster -> !cluster.id().equals("b-fare"))
                .toList();
        assertThat(compare(release("a", MANIFEST, FIRST), release("b", MANIFEST, alone))
                        .rows())
                .anyMatch(row -> told(row).equals("0 SHRUNK a-travel b-travel"));
    }

    @Test
    void everyNumberIsOneOfThePublishedOnes() {
        ComparisonView view = compare(release("a", MANIFEST, FIRST), release("b", MANIFEST, SECOND));

        Set<String> published = new TreeSet<>();
        numbers(Json.mapper().valueToTree(FIRST), published);
        numbers(Json.mapper().valueToTree(SECOND), published);
        Set<String> told = new TreeSet<>();
        numbers(Json.mapper().valueToTree(view), told);
        assertThat(published).containsAll(told);
        assertThat(told).hasSizeGreaterThan(5);
    }

    @Test
    void aRunIsTheSameAsItself() {
        Comparison.Release release = release("a", MANIFEST, FIRST);

        assertThat(compare(release, release).rows()).hasSize(5).allMatch(row -> row.change() == Change.MATCHED);
    }

    @Test
    void growthIsNotToldWhereNobodyKnowsHowMuchOneAccountMayBe() {
        for (String unknown : List.of(
                MANIFEST.replace("\"perAccount\": 1", ""),
                MANIFEST.replace("{\"threshold\": 3}", "{\"threshold\": 3, \"dp\": {\"epsilon\": 1}}"),
                "{\"seed\": 7}")) {
            ComparisonView view = compare(release("a", MANIFEST, FIRST), release("b", unknown, SECOND));

            assertThat(changes(view)).containsOnly(Change.NEW, Change.GONE, Change.MATCHED);
            assertThat(view.notes())
                    .anyMatch(note -> note.startsWith("No cluster is said to have grown or shrunk: the second run"));
        }
    }

    @Test
    void whereEachConversationCountsAsAnAccountItIsTheUnit() {
        String alone = MANIFEST.replace("REQUIRED", "ONE_PER_CONVERSATION").replace("\"perAccount\": 1", "");

        assertThat(changes(compare(release("a", alone, FIRST), release("b", alone, SECOND))))
                .contains(Change.GROWN, Change.SHRUNK);
    }

    @Test
    void noiseExplainsMore() {
        String noisy = MANIFEST.replace("\"near\": false", "\"near\": true").replace("10,", "1000,");

        ComparisonView view = compare(release("a", MANIFEST, FIRST), release("b", noisy, SECOND));

        assertThat(changes(view)).doesNotContain(Change.GROWN, Change.SHRUNK);
        assertThat(view.notes()).anyMatch(note -> note.startsWith("Numbers of the second run carry noise"));
    }

    @Test
    void saysWhatIsOtherwiseInOneOfTheRuns() {
        String other = MANIFEST.replace("10,", "50,")
                .replace("\"offline\"", "\"m\"")
                .replace("\"threshold\": 3,", "\"threshold\": 4,")
                .replace("\"seed\": 7", "\"seed\": 8");
        List<ClusterView> oneLevel =
                SECOND.stream().filter(cluster -> cluster.level() == 0).toList();
        PublishedRun erased = new PublishedRun(
                "default",
                "b",
                "then",
                "dataset b",
                "digest",
                Json.read(other, JsonNode.class),
                Json.read("{}", JsonNode.class),
                Json.read("[]", JsonNode.class),
                Instant.EPOCH,
                Instant.parse("2026-01-02T03:04:05Z"));

        List<String> notes = compare(release("a", MANIFEST, FIRST), new Comparison.Release(erased, oneLevel))
                .notes();

        assertThat(String.join("\n", notes))
                .contains("Only one of the runs has level 1")
                .contains("that the second run counts have been erased since, on 2026-01-02")
                .contains("10 conversations of 5 accounts in the first, 50 conversations of 5 accounts in the second")
                .contains("at least 3 in the first and 4 in the second")
                .contains("by offline in the first and m in the second")
                .contains("The specs differ in: seed.")
                .doesNotContain("same data set");
        assertThat(compare(release("a", MANIFEST, FIRST), release("a", MANIFEST, FIRST))
                        .notes())
                .hasSize(2)
                .last()
                .isEqualTo("Both count conversations of the same data set.");
    }

    @Test
    void aReleaseThatShowsNothingIsComparedWithNothing() {
        ComparisonView view = compare(release("a", MANIFEST, FIRST), release("b", MANIFEST, List.of()));

        assertThat(view.rows()).isEmpty();
        assertThat(view.notes())
                .anyMatch(note -> note.equals("Nothing can be compared: the second run shows nothing."));
    }

    @Test
    @Timeout(60)
    void tenThousandClustersAreMatched() {
        Random random = new Random(5);
        List<ClusterView> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add(cluster(
                    "c" + i,
                    0,
                    random.ints(6, 0, 5_000)
                            .mapToObj(word -> "word" + Integer.toString(word * 7_919, 36))
                            .collect(Collectors.joining(" ")),
                    100,
                    null));
        }
        Comparison.Release release = release("a", MANIFEST, many);

        assertThat(compare(release, release).rows()).hasSize(10_000).allMatch(row -> row.change() == Change.MATCHED);
    }

    private static ComparisonView compare(Comparison.Release a, Comparison.Release b) {
        return Comparison.of(a, b);
    }

    private static Set<Change> changes(ComparisonView view) {
        return view.rows().stream().map(Row::change).collect(Collectors.toSet());
    }

    private static String told(Row row) {
        return row.level() + " " + row.change() + " "
                + (row.a() == null ? "-" : row.a().id()) + " "
                + (row.b() == null ? "-" : row.b().id())
                + (row.near() == null ? "" : " near " + row.near().id());
    }

    private static void numbers(JsonNode node, Set<String> numbers) {
        if (node.isNumber()) {
            numbers.add(node.asText());
        }
        node.forEach(each -> numbers(each, numbers));
    }

    private static Comparison.Release release(String id, String manifest, List<ClusterView> clusters) {
        return new Comparison.Release(
                new PublishedRun(
                        "default",
                        id,
                        "run " + id,
                        "dataset " + id,
                        "digest",
                        Json.read(manifest, JsonNode.class),
                        Json.read("{}", JsonNode.class),
                        Json.read("[]", JsonNode.class),
                        Instant.EPOCH,
                        null),
                clusters);
    }

    private static ClusterView cluster(String id, int level, String name, long conversations, @Nullable String parent) {
        return new ClusterView(
                id,
                level,
                parent,
                name,
                "Users asked about it: " + name + ".",
                conversations,
                conversations / 2 + "–" + conversations,
                conversations / 10_000.0,
                5,
                "rules",
                0,
                0,
                null);
    }
}

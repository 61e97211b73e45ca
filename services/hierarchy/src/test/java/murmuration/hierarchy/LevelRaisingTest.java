package murmuration.hierarchy;

import static murmuration.hierarchy.TestRun.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import murmuration.core.Answer;
import murmuration.core.EndState;
import murmuration.core.MurmurationException;
import murmuration.core.Question;
import murmuration.runtime.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LevelRaisingTest {
    private static final TestDatabase DATABASE = TestDatabase.create();

    private final TestRun run = TestRun.in(DATABASE);

    @AfterEach
    void close() throws SQLException {
        run.close();
    }

    /** Base clusters whose names begin with one of so many topics. */
    private static TestRun planted(TestRun run, int clusters, int topics) {
        for (int k = 0; k < clusters; k++) {
            String topic = "topic" + k % topics;
            run.cluster(k, "PASSED", topic + " " + topic + " kind" + k, texts(topic + " kind" + k, 2));
        }
        return run;
    }

    @Test
    void everySurvivorGetsOneParentAndEveryParentTwoChildrenOrMore() {
        planted(run, 30, 6);
        run.cluster(30, "WITHHELD", "", texts("withheld", 2)).cluster(31, "TOO_FEW", "", texts("small", 2));
        LevelRaising.Raised raised = run.raise(0);
        assertThat(raised).isEqualTo(new LevelRaising.Raised(6, false));
        assertThat(run.level(1)).hasSize(6).allMatch(row -> row.status().equals("NEW"));
        assertThat(children(run, 0).values()).hasSize(6).allMatch(children -> children.size() == 5);
        assertThat(run.level(0).subList(0, 30)).allMatch(row -> row.parent() != null);
        assertThat(run.level(0).subList(30, 32)).allMatch(row -> row.parent() == null);
    }

    @Test
    void aParentIsAsLargeAsTheUnionOfItsChildrenAndCountsAnAccountOnce() {
        planted(run, 24, 4);
        // one account in three clusters of one topic, and two reassigned conversations, which count for size alone
        run.member(0, "everywhere", "a", true);
        run.member(4, "everywhere", "b", true);
        run.member(8, "everywhere", "c", false);
        run.member(8, "given away", "d", false);
        run.raise(0);
        int parent = Objects.requireNonNull(run.level(0).getFirst().parent());
        ClusterRow union = run.level(1).get(parent);
        assertThat(union.conversations()).isEqualTo(6 * 2 + 4);
        assertThat(union.accounts()).isEqualTo(6 * 2 + 1);
    }

    @Test
    void theSameClustersGiveTheSameParentsInAnyRunAndOnAnyNumberOfThreads() {
        TestRun other = TestRun.in(DATABASE);
        other.atOnce = 7;
        planted(run, 60, 9).raise(0);
        planted(other, 60, 9).raise(0);
        assertThat(other.level(1)).isEqualTo(run.level(1));
        assertThat(other.level(0)).isEqualTo(run.level(0));
        assertThat(other.seal()).isEqualTo(run.seal());
    }

    @Test
    void aRaisedLevelIsFoundAgainAndNothingIsAsked() {
        planted(run, 30, 6);
        LevelRaising.Raised first = run.raise(0);
        List<ClusterRow> parents = run.level(1);
        run.model.asked.clear();
        assertThat(run.raise(0)).isEqualTo(first);
        assertThat(run.model.asked).isEmpty();
        assertThat(run.level(1)).isEqualTo(parents);
    }

    @Test
    void aFailureInTheMiddleLeavesNoTrace() {
        planted(run, 30, 6);
        run.model.failAfter = 20;
        assertThatThrownBy(() -> run.raise(0)).isInstanceOf(MurmurationException.class);
        assertThat(run.level(1)).isEmpty();
        assertThat(run.level(0)).allMatch(row -> row.parent() == null);
        run.model.failAfter = Integer.MAX_VALUE;
        assertThat(run.raise(0).parents()).isEqualTo(6);
    }

    @Test
    void manyClustersAreRaisedLevelByLevelToTheTop() {
        for (int k = 0; k < 120; k++) {
            String name = "t%d t%d t%d s%d kind%d".formatted(k % 8, k % 8, k % 8, k % 40, k);
            run.cluster(k, "PASSED", name, texts(name, 1));
        }
        run.model.propose = question -> Answer.of(words(question, question.wanted() > 12 ? 3 : 0));
        run.model.assign = question -> {
            String[] words = question.cluster().label().name().split(" ");
            boolean fine =
                    question.parents().stream().anyMatch(parent -> parent.name().startsWith("s"));
            return Answer.of(fine ? words[3] : words[0]);
        };
        run.model.rename = question -> Answer.of(new Question.Label(
                question.children().getFirst().label().name().replaceAll(" kind\\d+", ""), "Users asked for it."));
        assertThat(run.raise(0).more()).isTrue();
        run.name(1);
        run.pass(1);
        assertThat(run.raise(1).more()).isFalse();
        assertThat(run.level(1)).hasSizeBetween(20, 60);
        assertThat(run.level(2)).hasSizeBetween(5, 20);
        assertThat(children(run, 1))
                .allSatisfy((parent, children) -> assertThat(children)
                        .hasSizeGreaterThanOrEqualTo(run.level(2).get(parent).survives() ? 1 : 2));
        assertThat(run.level(2).stream().mapToLong(ClusterRow::conversations).sum())
                .isEqualTo(120);
        assertThat(run.reports()).extracting(LevelReport::neighborhoods).containsExactly(3, 1);
        assertThat(run.raise(2)).isEqualTo(new LevelRaising.Raised(0, false));
    }

    private static List<String> words(Question.Propose question, int index) {
        return question.clusters().stream()
                .map(child -> child.label().name().split(" ")[index])
                .distinct()
                .toList();
    }

    @Test
    void aLoneChildThatFitsNowhereIsCarriedToTheNextLevel() {
        planted(run, 29, 6);
        run.cluster(29, "PASSED", "odd strange unlike", texts("odd", 2));
        run.raise(0);
        ClusterRow collapsed = run.level(1).getLast();
        assertThat(collapsed.status()).isEqualTo("COLLAPSED");
        assertThat(collapsed.label()).isEqualTo(run.level(0).getLast().label());
        assertThat(collapsed.conversations()).isEqualTo(2);
        assertThat(run.level(0).getLast().parent()).isEqualTo(collapsed.k());
        assertThat(run.level(1).subList(0, 6)).allMatch(row -> row.status().equals("NEW"));
        assertThat(run.reports().getFirst().collapsed()).isEqualTo(1);
    }

    @Test
    void aLoneChildThatFitsElsewhereIsMoved() {
        planted(run, 30, 6);
        // its own name is a parent's, but its second word is nearer to another's middle
        run.model.propose =
                question -> Answer.of(List.of("topic0", "topic1", "topic2", "topic3", "topic4", "topic5", "only"));
        run.model.assign = question -> Answer.of(
                question.cluster().label().name().endsWith("kind0")
                                && question.parents().stream()
                                        .anyMatch(p -> p.name().equals("only"))
                        ? "only"
                        : ScriptedModel.firstWord(question.cluster()));
        run.raise(0);
        assertThat(run.level(1)).hasSize(6).allMatch(row -> row.status().equals("NEW"));
        assertThat(run.level(0).getFirst().parent())
                .isEqualTo(run.level(0).get(6).parent());
    }

    @Test
    void fewClustersGetParentsOnlyWhereEachHasTwoChildren() {
        planted(run, 13, 4);
        assertThat(run.raise(0)).isEqualTo(new LevelRaising.Raised(4, false));
        assertThat(children(run, 0).values()).allMatch(children -> children.size() >= 2);
    }

    @Test
    void fewClustersStayAloneWhereSomeParentWouldHaveOneChild() {
        planted(run, 12, 4);
        run.cluster(12, "PASSED", "odd strange unlike", texts("odd", 2));
        run.model.propose = question -> Answer.of(List.of("odd", "topic0", "topic1"));
        run.model.assign = question -> Answer.of(
                switch (ScriptedModel.firstWord(question.cluster())) {
                    case "odd" -> "odd";
                    case "topic0", "topic2" -> "topic0";
                    default -> "topic1";
                });
        assertThat(run.raise(0)).isEqualTo(new LevelRaising.Raised(0, false));
        assertThat(run.level(1)).isEmpty();
        assertThat(run.reports().getFirst().stopped()).isEqualTo("LONE_CHILDREN");
        assertThat(run.reports().getFirst().tries()).isEqualTo(3);
    }

    @Test
    void threeClustersAreNotAskedAbout() {
        planted(run, 3, 1);
        assertThat(run.raise(0).parents()).isZero();
        assertThat(run.model.asked).isEmpty();
        assertThat(run.reports().getFirst().stopped()).isEqualTo("TOO_FEW");
    }

    @Test
    void aLevelThatIsNotSmallerIsTriedTwiceAndNotMade() {
        planted(run, 30, 30);
        run.model.propose = question -> Answer.of(List.of("everything"));
        run.model.assign = question -> Answer.of("everything");
        assertThat(run.raise(0).parents()).isZero();
        assertThat(run.reports().getFirst())
                .matches(report -> report.tries() == 2 && report.stopped().equals("NO_PROGRESS"));
    }

    @Test
    void anAnswerIsReadExactlyThenByNearnessThenAskedAgainThenTheNearestTakesIt() {
        planted(run, 24, 4);
        Map<String, Integer> times = new TreeMap<>();
        run.model.assign = question -> {
            String name = question.cluster().label().name();
            String topic = ScriptedModel.firstWord(question.cluster());
            int time = times.merge(name, 1, Integer::sum);
            return switch (name.replaceAll(".*kind", "")) {
                case "0" -> Answer.of(topic + " " + topic + " " + topic + " " + topic + " really");
                case "1" -> Answer.of(time == 1 ? "none of these at all" : topic);
                case "2" -> Answer.missing(EndState.REFUSED);
                default -> Answer.of(" «" + topic.toUpperCase(java.util.Locale.ROOT) + "». ");
            };
        };
        run.atOnce = 1;
        run.raise(0);
        assertThat(run.reports().getFirst().assigned())
                .isEqualTo(Map.of("exact", 21, "embedding", 1, "asked", 1, "fallback", 1));
        assertThat(children(run, 0).values()).allMatch(children -> children.size() == 6);
        assertThat(run.seal().counts()).containsEntry("FALLBACK", 1L);
    }

    @Test
    void theOrderInWhichParentsAreShownDiffersByCluster() {
        planted(run, 30, 6).raise(0);
        assertThat(run.model.asked(Question.Assign.class).stream()
                        .map(question -> question.parents().stream()
                                .map(Question.Candidate::name)
                                .toList())
                        .distinct()
                        .count())
                .isGreaterThan(10);
    }

    @Test
    void proposalsThatCannotBeReadDoNotStopIt() {
        planted(run, 30, 6);
        run.model.propose = question -> Answer.missing(EndState.REFUSED);
        run.model.deduplicate = question -> Answer.missing(EndState.REFUSED);
        run.model.assign = question -> Answer.missing(EndState.REFUSED);
        assertThat(run.raise(0).parents()).isBetween(2, 26);
        assertThat(run.level(0)).allMatch(row -> row.parent() != null);
    }

    @Test
    void parentsAreNamedFromTheirChildrenAndToldFromTheirSiblings() {
        planted(run, 24, 4).raise(0);
        run.name(1);
        List<Question.Rename> asked = run.model.asked(Question.Rename.class);
        assertThat(asked).hasSize(4).allSatisfy(question -> {
            assertThat(question.children()).hasSize(6);
            assertThat(question.siblings())
                    .hasSize(3)
                    .doesNotContain(ScriptedModel.firstWord(question.children().getFirst()));
            String topic = ScriptedModel.firstWord(question.children().getFirst());
            assertThat(question.inside()).hasSize(12).allMatch(s -> s.text().startsWith(topic));
            assertThat(question.outside()).hasSize(36).noneMatch(s -> s.text().startsWith(topic));
        });
        assertThat(run.names(1)).allMatch(name -> name.startsWith("All about topic"));
    }

    @Test
    void theSealKnowsNamesAndParentsAndNotTheRun() {
        planted(run, 24, 4).raise(0);
        String before = run.seal().digest();
        run.name(1);
        String after = run.seal().digest();
        assertThat(after).isNotEqualTo(before).isEqualTo(run.seal().digest());
        TestRun other = planted(TestRun.in(DATABASE), 24, 4);
        other.raise(0);
        other.name(1);
        assertThat(other.seal()).isEqualTo(run.seal());
        assertThat(run.seal().report()).contains("\"targets\":[24,8]").doesNotContain("topic");
    }

    private static Map<Integer, List<ClusterRow>> children(TestRun run, int level) {
        return run.level(level).stream()
                .filter(row -> row.parent() != null)
                .collect(Collectors.groupingBy(
                        row -> Objects.requireNonNull(row.parent()), TreeMap::new, Collectors.toList()));
    }
}

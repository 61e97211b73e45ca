package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import murmuration.core.EndState;
import murmuration.core.Facets;
import murmuration.core.Minimums;
import murmuration.core.RunSpec;
import murmuration.privacy.RunFixture.Base;
import murmuration.privacy.RunFixture.Guests;
import murmuration.runtime.Assignment;
import org.junit.jupiter.api.Test;

/** Releases over some of the same conversations; the minimums are 10 conversations of 5 accounts. */
class DifferencingTest {
    private static final String EXACT = "false ";
    private static final String NOISY = "true ";

    private static final String SIZES =
            "SELECT name || ' ' || conversations FROM published.cluster WHERE run_id = ? ORDER BY name";

    private final PublishedRuns runs = new PublishedRuns();

    @Test
    void theFirstReleaseIsExact() {
        RunFixture first = published("d", people());
        assertThat(PublishedRuns.compared(first)).isEqualTo(EXACT + 0);
        assertThat(first.select(SIZES)).containsExactly("Topic 0 65", "Topic 1 40", "Topic 2 30", "Topics 105");
    }

    @Test
    void aReleaseWithOneAccountMoreCarriesNoiseInEveryNumber() {
        RunFixture first = published("d", people());
        RunFixture second = published("d and one", with(new Guests(1, 1, "French")));
        assertThat(PublishedRuns.compared(second)).isEqualTo(NOISY + 1);
        assertThat(second.select(SIZES)).isNotEqualTo(first.select(SIZES));
        assertThat(second.select("SELECT jsonb_array_elements_text(notes) FROM published.run WHERE run_id = ?"))
                .anyMatch(note -> note.contains("noise") && note.contains("fewer than 5 accounts"));
        assertThat(
                        second.select(
                                "SELECT (coverage->>'conversations') || ' ' || sum((p->>'conversations')::int) FROM"
                                        + " published.run, jsonb_array_elements(coverage->'parts') p WHERE run_id = ? GROUP BY coverage"))
                .as("the total is that of the parts")
                .allMatch(sums -> sums.split(" ")[0].equals(sums.split(" ")[1]));
        List<String> shares = second.select(
                "SELECT round(conversations / share) || '' FROM published.cluster WHERE" + " run_id = ? AND share < 1");
        assertThat(shares).as("no share tells the exact whole").doesNotContain("135");
    }

    /** The clusters' own ids are those of their members in the restricted schema, another run's of the same text are others. */
    @Test
    void idsTellWhichTextsAreTheSameAndNothingOfWhoIsIn() {
        String ids =
                "SELECT cluster_id || coalesce(parent_id, '') FROM published.cluster WHERE run_id = ? ORDER BY name, 1";
        RunFixture first = published("d", people());
        RunFixture second = published("d and one", with(new Guests(1, 1, "French")));
        assertThat(first.select(ids)).doesNotHaveDuplicates().isEqualTo(second.select(ids));
        assertThat(first.select("privacy", "SELECT cluster_id FROM clusters.cluster WHERE run_id = ?"))
                .doesNotContainAnyElementsOf(first.select("SELECT cluster_id FROM published.cluster WHERE run_id = ?"));
    }

    @Test
    void twoClustersOfTheSameTextHaveIdsOfTheirOwn() {
        RunFixture fixture = runs.run("d", people());
        for (int k : new int[] {0, 1, 2}) {
            fixture.execute(
                    "UPDATE clusters.cluster SET name = 'Topic', status = 'NAMED', attempts = 9 WHERE level = 0 AND k = ?",
                    k);
            ClusterRow row = fixture.cluster(0, k);
            new ReviewRows(runs.test().as("privacy"))
                    .record(Assignment.of(runs.test().as("privacy"), fixture.run), row, new Verdict.Passed(5), "rules");
        }
        runs.publish(fixture);
        assertThat(fixture.select("SELECT DISTINCT cluster_id FROM published.cluster WHERE run_id = ? AND level = 0"))
                .hasSize(3);
    }

    @Test
    void answersStandInTheOrderOfWhatIsShownNotOfWhatWasCounted() {
        List<Base> bases = List.of(
                Base.of(0, 83, 50, "a").speaking(i -> i < 42 ? "German" : "French"),
                Base.of(1, 83, 50, "b").speaking(i -> i < 42 ? "German" : "French"));
        RunFixture fixture = published("d", bases);
        assertThat(
                        fixture.select(
                                "SELECT DISTINCT string_agg(value || ' ' || conversations, ', ' ORDER BY ordinal)"
                                        + " FROM published.cell WHERE run_id = ? AND facet = 'language' GROUP BY cluster_id ORDER BY 1"))
                .as("42 and 41 are shown alike")
                .containsExactly("French 40, German 40", "German 85, French 80");
    }

    @Test
    void sharesAreOfWhatTheCoverageShows() {
        for (RunFixture fixture :
                List.of(published("d", people()), published("d and one", with(new Guests(1, 1, "French"))))) {
            assertThat(
                            fixture.select(
                                    "SELECT DISTINCT (abs(c.share - least(1, c.conversations / (p->>'conversations')::float)) < 0.0001)"
                                            + " || '' FROM published.run r, jsonb_array_elements(r.coverage->'parts') p,"
                                            + " published.cluster c WHERE r.run_id = ? AND c.run_id = r.run_id AND p->>'part' = 'kept'"))
                    .containsExactly("true");
        }
    }

    /** A Monday of the week that is not shown would be all Mondays less those that are. */
    @Test
    void besideDaysOfTheWeekThereIsNoTimeByDay() {
        List<Base> bases = List.of(Base.of(0, 600, 200, "a"), Base.of(1, 600, 200, "b"));
        RunSpec spec = RunFixture.spec(1);
        assertThat(units(spec, bases)).containsExactly("day");
        assertThat(units(RunFixture.with(spec, List.of(Facets.REQUEST, Facets.WEEKDAY)), bases))
                .containsExactly("week");
    }

    private List<String> units(RunSpec spec, List<Base> bases) {
        RunFixture fixture = runs.run(spec, "d", bases);
        runs.publish(fixture);
        return fixture.select("SELECT DISTINCT variable FROM published.cell WHERE run_id = ? AND facet = 'time'"
                + " AND date_start IS NOT NULL");
    }

    @Test
    void aReleaseWithOneAccountLessCarriesNoise() {
        published("d and one", with(new Guests(1, 3, "French")));
        assertThat(PublishedRuns.compared(published("d", people()))).isEqualTo(NOISY + 1);
    }

    @Test
    void theSameDataGiveTheSameExactNumbers() {
        RunFixture first = published("d", people());
        RunFixture second = published(
                RunFixture.spec(99, RunSpec.Profile.SMALL, RunFixture.MINIMUMS, RunSpec.Accounts.REQUIRED, 3), "d");
        assertThat(PublishedRuns.compared(second)).startsWith(EXACT);
        assertThat(second.select(SIZES)).isEqualTo(first.select(SIZES));
    }

    @Test
    void otherConversationsAreNotCompared() {
        published("d", people());
        RunFixture second = published("e", List.of(Base.of(10, 63, 40, "a"), Base.of(11, 41, 30, "b")));
        assertThat(PublishedRuns.compared(second)).isEqualTo(EXACT + 0);
    }

    @Test
    void aWeekThatAddsFewerAccountsThanTheMinimumToOneCellCarriesNoise() {
        published("week 1", people());
        List<Base> more = List.of(
                people().get(0).with(new Guests(40, 1, "English")),
                people().get(1).with(new Guests(4, 10, "English")),
                people().get(2).with(new Guests(40, 1, "French")));
        assertThat(PublishedRuns.compared(published("weeks 1 and 2", more))).isEqualTo(NOISY + 1);
    }

    @Test
    void aWeekThatAddsAsManyToEveryCellIsExact() {
        published("week 1", people());
        List<Base> more = people().stream()
                .map(base -> base.with(new Guests(60, 1, "English")))
                .toList();
        List<Base> english =
                more.stream().map(base -> base.speaking(i -> "English")).toList();
        assertThat(PublishedRuns.compared(published("weeks 1 and 2", english))).isEqualTo(EXACT + 1);
    }

    @Test
    void weeksThatWereReleasedOneByOneAndThenTogetherCarryNoise() {
        published("week 1", people());
        List<Base> next = List.of(Base.of(10, 63, 40, "a"), Base.of(11, 41, 30, "b"));
        assertThat(PublishedRuns.compared(published("week 2", next))).isEqualTo(EXACT + 0);
        // each number is far from either week, and one account away from both together
        List<Base> both = Stream.concat(with(new Guests(1, 1, "French")).stream(), next.stream())
                .toList();
        assertThat(PublishedRuns.compared(published("weeks 1 and 2", both))).isEqualTo(NOISY + 2);
    }

    @Test
    void anErasedAccountCannotBeHadByRunningAgain() {
        RunFixture first = published("d and one", with(new Guests(1, 4, "French")));
        runs.erase(first, 0);
        RunFixture second = published("d", people());
        assertThat(PublishedRuns.compared(second)).isEqualTo(NOISY + 1);
        assertThat(PublishedRuns.compared(published("d", people())))
                .as("and again")
                .isEqualTo(NOISY + 1);
    }

    @Test
    void whatIsKeptOfAReleaseGoesWithTheAccount() {
        RunFixture first = published("d and one", with(new Guests(1, 4, "French")));
        assertThat(kept("released.number")).isPositive();
        runs.erase(first, 0);
        assertThat(kept("released.number")).isZero();
        assertThat(kept("released.release WHERE digest IS NOT NULL")).isZero();
        assertThat(kept("released.release")).isEqualTo(1);
    }

    @Test
    void aWithdrawnReleaseLeavesNoDigest() {
        RunFixture first = published("d", people());
        new PublishedRows(runs.test().as("privacy")).withdraw(first.run, false);
        assertThat(kept("released.number") + kept("released.release WHERE digest IS NOT NULL"))
                .isZero();
    }

    @Test
    void aResetReleasesTheSameAgain() {
        RunFixture first = published("d", people());
        String exact = first.published();
        new PublishedRows(runs.test().as("privacy")).withdraw(first.run, true);
        runs.publish(first);
        assertThat(first.published()).isEqualTo(exact);
    }

    @Test
    void aRunThatStartsOverWithoutSomebodyCarriesNoise() {
        RunFixture first = published("d and one", with(new Guests(1, 4, "French")));
        runs.erase(first, 0);
        // the plan anew: the account's four conversations are erased
        first.execute("UPDATE facets.frame SET states = '\\x0b0b0b0b'::bytea || substring(states FROM 5)");
        new PublishedRows(runs.test().as("privacy")).withdraw(first.run, false);
        runs.publish(first);
        assertThat(PublishedRuns.compared(first)).startsWith(NOISY);
    }

    @Test
    void onlyPrivacyReadsWhatIsKept() {
        for (String service : List.of("extraction", "embedding", "clustering", "hierarchy", "gateway", "workflows")) {
            for (String table : List.of("released.release", "released.number")) {
                assertThatThrownBy(() -> runs.test()
                                .as(service)
                                .useTenant("default", handle -> handle.execute("SELECT FROM " + table)))
                        .hasMessageContaining("42501");
            }
        }
    }

    @Test
    void whatWasReleasedIsReleasedAgainTheSameWhateverCameInBetween() {
        RunFixture first = published("d", people());
        RunFixture second = published("d and one", with(new Guests(1, 1, "French")));
        String exact = first.published();
        String noisy = second.published();
        published("d and two", with(new Guests(2, 2, "English")));
        assertThat(runs.publish(first)).isNotEmpty();
        assertThat(first.published()).isEqualTo(exact);
        runs.publish(second);
        assertThat(second.published()).isEqualTo(noisy);

        RunFixture replay = runs.run("d and one", with(new Guests(1, 1, "French")));
        assertThat(runs.publish(replay)).isEqualTo(runs.publish(second));
        new PublishedRows(runs.test().as("privacy")).withdraw(first.run, false);
        assertThat(runs.publish(replay)).as("also without the other").isEqualTo(runs.publish(second));
    }

    @Test
    void theCoverageIsComparedToo() {
        EndState[] unanswered = Collections.nCopies(20, EndState.UNANSWERED).toArray(EndState[]::new);
        EndState[] oneMore = Collections.nCopies(21, EndState.UNANSWERED).toArray(EndState[]::new);
        runs.publish(runs.run("d", people(), unanswered));
        RunFixture second = runs.run("d and one", people(), oneMore);
        runs.publish(second);
        assertThat(PublishedRuns.compared(second)).isEqualTo(NOISY + 1);
    }

    /** Were it the same in all releases, one that is known to be empty would tell which others are. */
    @Test
    void whereNothingIsLeftBesideWhatIsKeptTheNoiseIsThatOfTheRunAlone() {
        SetKey one = rest(runs.run("d", people()));
        SetKey same = rest(runs.run("d", people()));
        SetKey other = rest(runs.run("d and one", with(new Guests(1, 1, "French"))));
        assertThat(same).isEqualTo(one);
        assertThat(other).isNotEqualTo(one);
    }

    private SetKey rest(RunFixture fixture) {
        Draft draft = runs.publication(PublishedRuns.KEY).draft(fixture.run);
        Counted rest = draft.parts().getLast();
        assertThat(rest.group()).isEqualTo(Group.NOBODY);
        return rest.set();
    }

    @Test
    void theLargerMinimumOfTwoReleasesHolds() {
        runs.publish(runs.run(
                RunFixture.spec(1, RunSpec.Profile.SMALL, new Minimums(20, 15), RunSpec.Accounts.REQUIRED, 3),
                "week 1",
                english(people())));
        List<Base> more = english(people()).stream()
                .map(base -> base.with(new Guests(60, 1, "English")))
                .toList();
        assertThat(PublishedRuns.compared(published("weeks 1 and 2", more))).startsWith(NOISY);
    }

    @Test
    void anotherTenantsReleasesAreNotCompared() {
        published("d", people());
        PublishedRuns others = new PublishedRuns(runs.test(), "other");
        RunFixture second = others.run("d and one", with(new Guests(1, 1, "French")));
        others.publish(second);
        assertThat(PublishedRuns.compared(second)).isEqualTo(EXACT + 0);
    }

    @Test
    void ofTwoThatArePublishedAtOnceOneIsTheEarlier() {
        List<RunFixture> both =
                List.of(runs.run("d", people()), runs.run("d and one", with(new Guests(1, 1, "French"))));
        both.stream()
                .map(fixture -> CompletableFuture.supplyAsync(() -> runs.publish(fixture)))
                .toList()
                .forEach(CompletableFuture::join);
        assertThat(both.stream().map(PublishedRuns::compared)).containsExactlyInAnyOrder(EXACT + 0, NOISY + 1);
    }

    @Test
    void theSameConversationsHaveTheSameNoiseWhateverTheyAreCalled() {
        Draft one = runs.publication(PublishedRuns.KEY).draft(runs.run("d", people()).run);
        Draft other = runs.publication(PublishedRuns.KEY)
                .draft(runs.run("d", List.of(people().get(2), people().get(1), people().get(0))).run);
        Counts noise = NoisyCounts.of(PublishedRuns.KEY, "default", RunFixture.MINIMUMS);
        assertThat(sizes(one, noise)).containsExactlyInAnyOrderElementsOf(sizes(other, noise));
    }

    private static List<Long> sizes(Draft draft, Counts counts) {
        return draft.tree().sizes().stream()
                .filter(size -> List.of(63L, 41L, 30L).contains(size.group().conversations()))
                .map(size -> counts.conversations(Counts.Of.SIZE, size))
                .toList();
    }

    /** Three clusters, of 63, 41 and 30 conversations. */
    static List<Base> people() {
        return List.of(
                Base.of(0, 63, 40, "book a flight").speaking(i -> i % 3 == 0 ? "French" : "English"),
                Base.of(1, 41, 30, "book a train").speaking(i -> i % 3 == 0 ? "French" : "English"),
                Base.of(2, 30, 20, "bake bread").speaking(i -> i % 2 == 0 ? "French" : "English"));
    }

    private static List<Base> english(List<Base> bases) {
        return bases.stream().map(base -> base.speaking(i -> "English")).toList();
    }

    /** The same with others in the first cluster. */
    static List<Base> with(Guests guests) {
        return Stream.concat(
                        Stream.of(people().getFirst().with(guests)),
                        people().stream().skip(1))
                .toList();
    }

    private RunFixture published(String data, List<Base> bases) {
        RunFixture fixture = runs.run(data, bases);
        runs.publish(fixture);
        return fixture;
    }

    private RunFixture published(RunSpec spec, String data) {
        RunFixture fixture = runs.run(spec, data, people());
        runs.publish(fixture);
        return fixture;
    }

    private int kept(String table) {
        return runs.test()
                .as("privacy")
                .inTenant(
                        "default",
                        handle -> handle.select("SELECT count(*) FROM " + table)
                                .mapTo(Integer.class)
                                .one());
    }
}

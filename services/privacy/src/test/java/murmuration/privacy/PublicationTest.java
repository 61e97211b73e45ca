package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import murmuration.core.EndState;
import murmuration.core.Manifest;
import murmuration.core.RunSpec;
import murmuration.models.ReplyRows;
import murmuration.privacy.RunFixture.Base;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.CanonicalJson;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Json;
import murmuration.runtime.TestDatabase;
import org.junit.jupiter.api.Test;

class PublicationTest {
    private static final Publication.Terms TERMS =
            new Publication.Terms(spec -> new Manifest.Prices(LocalDate.of(2025, 11, 25), List.of()), BigDecimal.TEN);

    private static final Course COURSE = new Course(
            Map.of(
                    "CLUSTER", new Course.Seal("sealed", PublicationTest.CLUSTERED),
                    "REVIEW", new Course.Seal("sealed", "{\"withheld\":{\"UNSUPPORTED\":5},\"rejected\":7}")),
            List.of(new Manifest.Approval("a steward", "2025-11-20T01:00:00Z")),
            "2025-11-20T00:00:00Z");

    private static final String NO_TEXT = "Hallstatt";

    private static final String NOTES = "SELECT jsonb_array_elements_text(notes) FROM published.run WHERE run_id = ?";

    private static final String CLUSTERED = """
            {"conversations": 1234, "fixedK": false, "choice": {"k": 6, "reason": "fixed by the run's spec",
              "candidates": [{"target": 20, "k": 6, "silhouette": 0.4912, "stability": 1, "coverage": 0.9612}]},
             "exclusions": {"CAPPED": 3}, "unanswered": {"tone": 7, "level": 7}, "model": "", "cpu": "a@b"}""";

    @Test
    void showsRoundedSizesBandsAndParents() {
        RunFixture fixture = reviewed(1);
        Publication.Published published = publish(fixture);
        assertThat(published.clusters()).isEqualTo(4);
        assertThat(fixture.select(
                        "SELECT name || ' ' || conversations || ' ' || accounts_band FROM published.cluster WHERE"
                                + " run_id = ? ORDER BY level, name"))
                .containsExactly(
                        "Bake bread 30 10–24",
                        "Book a flight 65 25–49",
                        "Book a train 40 25–49",
                        "Book travel 105 50–99");
        assertThat(fixture.select("SELECT p.name FROM published.cluster c JOIN published.cluster p"
                        + " ON p.cluster_id = c.parent_id WHERE c.run_id = ? ORDER BY c.name"))
                .containsExactly("Book travel", "Book travel");
        assertThat(fixture.select(
                        "SELECT DISTINCT array_length(nearest, 1)::text FROM published.cluster WHERE run_id = ?"
                                + " AND level = 0"))
                .containsExactly("2");
    }

    @Test
    void whatWasCanceledIsNotPublishedHoweverLateThatIsKnown() {
        RunFixture fixture = reviewed(1);
        fixture.test.execute("UPDATE runs.run SET state = 'CANCELED' WHERE run_id = '" + fixture.run.runId() + "'");
        assertThatThrownBy(() -> publish(fixture)).hasMessageContaining("nothing of it is published");
        assertThat(fixture.select("SELECT name FROM published.cluster WHERE run_id = ?"))
                .isEmpty();
    }

    @Test
    void nothingOfAWithheldClusterLeaves() {
        RunFixture fixture = reviewed(1);
        publish(fixture);
        assertThat(fixture.published())
                .contains("Book travel")
                .doesNotContain(NO_TEXT)
                .doesNotContain("number w");
    }

    @Test
    void whatWasSentBackAndNamedNoMoreIsAsWhatIsWithheld() {
        RunFixture fixture = reviewed(1);
        publish(fixture);
        String shown = fixture.published();
        fixture.execute("UPDATE clusters.cluster SET status = 'REJECTED' WHERE reason = 'IDENTIFYING'");
        assertThat(fixture.cluster(0, 3).status()).isEqualTo("REJECTED");
        publish(fixture);
        assertThat(fixture.published()).isEqualTo(shown);
    }

    @Test
    void aTextThatWasChangedAfterItsReviewIsNotShown() {
        RunFixture fixture = reviewed(1);
        fixture.test
                .as("hierarchy")
                .useTenant(
                        "default",
                        handle -> handle.execute(
                                "UPDATE clusters.cluster SET name = '" + NO_TEXT + "' WHERE level = 0 AND k = 0"));
        publish(fixture);
        assertThat(fixture.published()).doesNotContain(NO_TEXT).doesNotContain("Book a flight");
    }

    @Test
    void aClusterThatAnotherServiceCallsPassedIsNotShown() {
        RunFixture fixture = reviewed(1);
        fixture.test
                .as("hierarchy")
                .useTenant(
                        "default",
                        handle -> handle.execute(
                                "UPDATE clusters.cluster SET status = 'PASSED', rating = 5 WHERE level = 0"));
        publish(fixture);
        assertThat(fixture.published()).doesNotContain(NO_TEXT);
    }

    @Test
    void everyCellMeetsTheMinimumsAndSmallOnesAreFolded() {
        RunFixture fixture = reviewed(1);
        publish(fixture);
        assertThat(fixture.select("SELECT min(conversations)::text FROM published.cell WHERE run_id = ?"))
                .containsExactly("10");
        assertThat(fixture.select("SELECT variable || ' ' || value || ' ' || conversations FROM published.cell"
                        + " WHERE run_id = ? AND cluster_id = '' AND facet = 'language' ORDER BY ordinal"))
                .containsExactly("value English 110", "other other 25");
        assertThat(fixture.select("SELECT DISTINCT facet FROM published.cell WHERE run_id = ? ORDER BY 1"))
                .containsExactly("language", "metadata.plan", "time", "turns");
    }

    @Test
    void howManyWereGivenToAClusterIsNoDifferenceOfItsSizeAndItsAnswers() {
        RunFixture fixture = reviewed(1);
        fixture.execute("UPDATE clusters.assignment SET k = 0, original = FALSE WHERE k = 5");
        publish(fixture);
        String cluster = " FROM published.cluster WHERE run_id = ? AND name = 'Book a flight'";
        assertThat(fixture.select("SELECT conversations || ' ' || accounts_band" + cluster))
                .as("63 and 5 of other accounts, which do not count")
                .containsExactly("70 25–49");
        assertThat(fixture.select("SELECT variable || ' ' || value || ' ' || conversations FROM published.cell"
                        + " WHERE facet = 'turns' AND (run_id, cluster_id) = (SELECT run_id, cluster_id" + cluster
                        + ") ORDER BY ordinal"))
                .as("21 of each, the 5 with those of one")
                .containsExactly("value 1 20", "value 2 20", "other other 25");
        assertThat(fixture.select("SELECT p->>'part' || ' ' || (p->>'conversations') FROM published.run,"
                        + " jsonb_array_elements(coverage->'parts') p WHERE run_id = ?"))
                .containsExactly("kept 140", "not_shown 80");
    }

    @Test
    void theNotesSayTrulyWhyAFacetIsNotShown() {
        RunFixture fixture = reviewed(1);
        fixture.execute("DELETE FROM facets.value WHERE facet = 'turns' AND position > 3");
        publish(fixture);
        assertThat(fixture.select(NOTES)).contains("turns: no answer meets the minimums and may be named.");
        fixture.execute("DELETE FROM facets.value WHERE facet IN ('turns', 'language')");
        publish(fixture);
        assertThat(fixture.select(NOTES))
                .as("the same where nobody has one")
                .contains(
                        "turns: no answer meets the minimums and may be named.",
                        "language: no answer meets the minimums and may be named.");
    }

    @Test
    void theNotesSayThatNamesAreOfSharedWords() {
        RunFixture fixture = reviewed(1);
        publish(fixture);
        assertThat(fixture.select(NOTES)).noneMatch(note -> note.contains("enough accounts share"));
        fixture.execute("UPDATE clusters.cluster SET attempts = 3 WHERE status = 'PASSED'");
        publish(fixture);
        assertThat(fixture.select(NOTES))
                .as("of four names; the model may have given none that could be read")
                .contains(
                        "Some of the names are put together from words that enough accounts share: the model gave none"
                                + " that passed the review.");
    }

    @Test
    void aFacetsOpenValuesAreReviewedAsText() {
        RunFixture fixture = reviewed(1);
        publish(fixture);
        assertThat(fixture.select("SELECT value FROM published.cell WHERE run_id = ? AND cluster_id = ''"
                        + " AND facet = 'metadata.plan' ORDER BY ordinal"))
                .containsExactly("basic", "other");
        assertThat(fixture.published()).doesNotContain("@");
    }

    @Test
    void theTimeLineHasWeeksWhereDaysAreTooThin() {
        RunFixture fixture = reviewed(1);
        publish(fixture);
        assertThat(fixture.select("SELECT variable || ' ' || date_start || ' ' || date_end FROM published.cell"
                        + " WHERE run_id = ? AND cluster_id = '' AND facet = 'time' ORDER BY ordinal"))
                .containsExactly("week 2025-11-03 2025-11-09", "week 2025-11-10 2025-11-16");
    }

    @Test
    void theSameResultHasTheSameDigestWhateverTheRunAndItsSeed() {
        RunFixture first = reviewed(1);
        String digest = publish(first).resultDigest();
        String rows = first.published();
        assertThat(publish(first).resultDigest()).isEqualTo(digest);
        assertThat(first.published()).as("published again, the same bytes").isEqualTo(rows);
        assertThat(publish(reviewed(99)).resultDigest()).isEqualTo(digest);
        RunFixture changed = reviewed(1);
        changed.execute("UPDATE facets.value SET value = '9' WHERE facet = 'turns'");
        assertThat(publish(changed).resultDigest()).isNotEqualTo(digest);
    }

    @Test
    void aDataSetUnderTheFloorPublishesNothingButSaysSo() {
        RunFixture fixture = RunFixture.create("default", RunFixture.spec(1)).with(List.of(Base.of(0, 8, 4, "a")));
        new SmallClusters(fixture.test.as("privacy")).withhold(fixture.run);
        assertThat(publish(fixture).clusters()).isZero();
        assertThat(fixture.select("SELECT notes->>0 FROM published.run WHERE run_id = ?"))
                .allMatch(note -> note.startsWith("Nothing is shown"));
    }

    @Test
    void progressEndsWithAllDoneWhetherOrNotThereIsAnythingToShow() {
        RunFixture nothing = RunFixture.create("default", RunFixture.spec(1)).with(List.of(Base.of(0, 8, 4, "a")));
        for (RunFixture fixture : List.of(reviewed(1), nothing)) {
            List<String> reports = new ArrayList<>();
            new Publication(fixture.test.as("privacy"), key(fixture), audits(), any -> new HashingEmbedder(), TERMS)
                    .publish(fixture.run, COURSE, (done, total, outcomes) -> reports.add(done + "/" + total));
            assertThat(reports).last().isEqualTo("8/8");
            assertThat(reports).doesNotHaveDuplicates();
        }
    }

    @Test
    void coverageCountsEveryConversationOfTheDataSet() {
        RunFixture fixture = reviewed(1);
        publish(fixture);
        assertThat(fixture.select("SELECT p->>'part' || ' ' || (p->>'conversations') FROM published.run,"
                        + " jsonb_array_elements(coverage->'parts') p WHERE run_id = ?"))
                .containsExactly("kept 135", "unanswered 20", "not_shown 65");
        fixture.execute("DELETE FROM facets.frame");
        assertThatThrownBy(() -> publish(fixture)).hasMessageContaining("drawn");
    }

    /** What a screen keeps out, for instance: whether it was anybody would be an answer about them. */
    @Test
    void whetherAFewEndedSomewhereOrNobodyDidIsNotNamed() {
        String named = "SELECT (p->>'part') || (p->>'includes') || (p->>'rounding') FROM published.run,"
                + " jsonb_array_elements(coverage->'parts') p WHERE run_id = ?";
        PublishedRuns runs = new PublishedRuns();
        RunFixture none = runs.run("none", DifferencingTest.people());
        runs.publish(none);
        for (EndState end : List.of(EndState.SCREENED_OUT, EndState.REFUSED, EndState.CAPPED)) {
            RunFixture few = runs.run(end.name(), DifferencingTest.people(), end, end);
            runs.publish(few);
            assertThat(few.select(named)).isEqualTo(none.select(named)).hasSize(2);
        }
    }

    @Test
    void conversationsThatWereErasedAreCountedNowhere() {
        String coverage = "SELECT coverage::text FROM published.run WHERE run_id = ?";
        PublishedRuns runs = new PublishedRuns();
        RunFixture without = runs.run("d", DifferencingTest.people());
        EndState[] gone = Collections.nCopies(40, EndState.ERASED).toArray(EndState[]::new);
        RunFixture erased = runs.run("d", DifferencingTest.people(), gone);
        runs.publish(without);
        runs.publish(erased);
        assertThat(erased.select(coverage)).isEqualTo(without.select(coverage));
    }

    @Test
    void aTenantSeesOnlyItsOwn() {
        RunFixture fixture = reviewed(1);
        publish(fixture);
        Database gateway = fixture.test.as("gateway");
        for (String table : new String[] {"run", "cluster", "cell"}) {
            int rows = gateway.inTenant(
                    "other",
                    handle -> handle.select("SELECT count(*) FROM published." + table)
                            .mapTo(Integer.class)
                            .one());
            assertThat(rows).isZero();
        }
        assertThatThrownBy(() -> new Publication(
                                fixture.test.as("privacy"), key(fixture), audits(), any -> new HashingEmbedder(), TERMS)
                        .publish(
                                new murmuration.core.RunKey("other", fixture.run.runId()),
                                COURSE,
                                (done, total, outcomes) -> {}))
                .hasMessageContaining("no run");
    }

    @Test
    void theManifestTellsParametersOfStagesNoCountsAndNoKey() {
        RunFixture fixture = reviewed(1);
        publish(fixture);
        assertThat(new String(manifest(fixture).bytes(), StandardCharsets.UTF_8))
                .contains("dataset digest", key(fixture).id())
                .doesNotContain("sealed")
                .contains("\"report\":{\"choice\":{\"candidates\":[{\"k\":6,\"silhouette\":0.49,\"stability\":1,"
                        + "\"target\":20}],\"k\":6,\"reason\":\"fixed by the run's spec\"},\"fixedK\":false}");
    }

    @Test
    void theManifestTellsWhyClustersAreWithheld() {
        RunFixture fixture = reviewed(1);
        publish(fixture);
        assertThat(fixture.select("SELECT manifest->'stages'->'REVIEW'->>'report' FROM published.run WHERE run_id = ?"))
                .containsExactly("{\"withheld\": {\"UNSUPPORTED\": 5}}");
    }

    @Test
    void theManifestTellsTheCoverageAsItIsPublishedAndWhoSaidYes() {
        RunFixture fixture = reviewed(1);
        publish(fixture);
        assertThat(fixture.select("SELECT (manifest->'coverage' = coverage)::text FROM published.run WHERE run_id = ?"))
                .containsExactly("true");
        assertThat(new String(manifest(fixture).bytes(), StandardCharsets.UTF_8))
                .startsWith("{\"approvals\":[{\"at\":\"2025-11-20T01:00:00Z\",\"by\":\"a steward\"}],");
    }

    @Test
    void theAuditRecordsTheSumThatTheManifestHasHoweverItWasStored() {
        RunFixture fixture = reviewed(1);
        publish(fixture);
        List<String> recorded = fixture.test
                .as("workflows")
                .inTenant(
                        fixture.run.tenant(),
                        handle -> handle.createQuery("SELECT digests::jsonb ->> 'manifest' FROM published.audit_outbox")
                                .mapTo(String.class)
                                .list());
        assertThat(recorded).containsExactly(manifest(fixture).sha256());
    }

    @Test
    void theManifestTellsTheDateOfThePricesWhereTheRunHasCostAnything() {
        RunFixture fixture = reviewed(1);
        String date = "SELECT coalesce(manifest->'prices'->>'date', 'none') FROM published.run WHERE run_id = ?";
        publish(fixture);
        assertThat(fixture.select(date)).containsExactly("none");

        fixture.test
                .as("privacy")
                .useTenant(
                        fixture.run.tenant(),
                        handle -> handle.execute(
                                """
                INSERT INTO model.usage
                    (tenant, run_id, purpose, model, outcome, calls, input_tokens, output_tokens, micros)
                VALUES (?, ?::uuid, 'AUDIT', 'm', 'ANSWERED', 7, 1000, 100, 20000),
                       (?, ?::uuid, 'AUDIT', 'other', 'STORED', 7, 0, 0, 0)""",
                                fixture.run.tenant(),
                                fixture.run.runId(),
                                fixture.run.tenant(),
                                fixture.run.runId()));
        publish(fixture);
        assertThat(fixture.select(date)).containsExactly("2025-11-25");
        assertThat(
                        fixture.select(
                                "SELECT c->>'model' FROM published.run, jsonb_array_elements(manifest->'cost') c WHERE run_id = ?"))
                .as("stored answers cost nothing")
                .containsExactly("m");
    }

    @Test
    void theManifestLeavesOutABoundThatIsNotThere() {
        RunFixture fixture = reviewed(1);
        publish(fixture);
        assertThat(fixture.select(
                        "SELECT f::text FROM published.run, jsonb_array_elements(manifest->'spec'->'facets') f"
                                + " WHERE run_id = ? AND f->>'id' = 'turns'"))
                .singleElement()
                .asString()
                .contains("\"low\"")
                .doesNotContain("high");
    }

    @Test
    void aStagesDigestIsPublishedUnderTheDeploymentsKey() {
        RunFixture fixture = reviewed(1);
        String digest = "SELECT manifest->'stages'->'CLUSTER'->>'digest' FROM published.run WHERE run_id = ?";
        String shown = publish(fixture).resultDigest();
        List<String> first = fixture.select(digest);
        assertThat(first).hasSize(1).allMatch(hex -> hex.matches("[0-9a-f]{64}"));
        publish(fixture);
        assertThat(fixture.select(digest)).isEqualTo(first);
        // of another deployment, which has released nothing
        fixture.execute("DELETE FROM released.release");
        String result = publish(fixture, new DeploymentKey(fixture.key("two"))).resultDigest();
        assertThat(fixture.select(digest)).isNotEqualTo(first);
        assertThat(result).as("over what is published").isEqualTo(shown);
    }

    @Test
    void aWithdrawnRunShowsNothing() {
        RunFixture fixture = reviewed(1);
        publish(fixture);
        PublishedRows rows = new PublishedRows(fixture.test.as("privacy"));
        assertThat(rows.withdraw(fixture.run, false)).isPositive();
        assertThat(fixture.published()).isEmpty();
        assertThat(rows.withdraw(fixture.run, false)).isZero();
        assertThat(fixture.test.recorded(AuditOutbox.PUBLISHED))
                .containsExactly("RESULT_PUBLISHED by privacy", "RESULT_WITHDRAWN by privacy");
    }

    @Test
    void whatWasPublishedStaysAsItIsWhereTheWorkGoes() {
        RunFixture fixture = reviewed(1);
        publish(fixture);
        String shown = fixture.published();
        Database privacy = fixture.test.as("privacy");
        ErasureRows erasure = new ErasureRows(
                privacy,
                new PublishedRows(privacy),
                new SafetyRows(privacy),
                new ReplyRows(privacy, key(fixture), "clusters.audit_reply"));

        assertThat(erasure.eraseWork(fixture.run)).containsOnlyKeys("clusters.review");
        assertThat(erasure.eraseAnswers(fixture.run)).containsOnlyKeys("clusters.audit_reply_use");

        assertThat(fixture.published()).isEqualTo(shown);
        assertThat(fixture.select("SELECT erased_at::text FROM published.run WHERE run_id = ?"))
                .containsOnlyNulls();
        assertThat(erasure.eraseWork(fixture.run)).containsEntry("clusters.review", 0L);
    }

    /** Three clusters that pass, two of them under a parent, two that are too small and one that is withheld. */
    private static RunFixture reviewed(long seed) {
        RunSpec spec = RunFixture.spec(seed);
        RunFixture fixture = RunFixture.create(TestDatabase.create(), "default", spec)
                .with(
                        List.of(
                                Base.of(0, 63, 40, "book a flight").speaking(i -> i % 9 == 0 ? "French" : "English"),
                                Base.of(1, 41, 30, "book a train").speaking(i -> i < 5 ? "German" : "English"),
                                Base.of(2, 30, 20, "bake bread")
                                        .speaking(i -> i < 14 ? "French" : "English")
                                        .on("a@b.example"),
                                Base.of(3, 30, 20, NO_TEXT),
                                Base.of(4, 30, 4, NO_TEXT),
                                Base.of(5, 5, 5, NO_TEXT)),
                        Collections.nCopies(20, EndState.UNANSWERED).toArray(EndState[]::new));
        Database privacy = fixture.test.as("privacy");
        new SmallClusters(privacy).withhold(fixture.run);
        fixture.name(0, 0, "Book a flight", "Users asked to book flights.")
                .name(0, 1, "Book a train", "Users asked to book trains.")
                .name(0, 2, "Bake bread", "Users asked to bake.")
                .name(0, 3, NO_TEXT, "Users asked for " + NO_TEXT + ".");
        review(fixture, 0);
        fixture.name(0, 3, NO_TEXT, "Users asked for " + NO_TEXT + ".");
        review(fixture, 0);
        fixture.parent(0, 0, 1).name(1, 0, "Book travel", "Users asked to book.");
        fixture.execute("UPDATE facets.value SET value = value || ' travel' WHERE facet = 'request'");
        review(fixture, 1);
        return fixture;
    }

    private static Audits audits() {
        ScriptedModel model =
                new ScriptedModel("scripted", (text, n) -> murmuration.core.Answer.of(text.contains(NO_TEXT) ? 1 : 5));
        return new Audits(run -> model, text -> text.contains("@"));
    }

    /** As the gateway reads it. */
    private static CanonicalJson manifest(RunFixture fixture) {
        String stored = fixture.select("SELECT manifest::text FROM published.run WHERE run_id = ?")
                .getFirst();
        return CanonicalJson.of(Json.read(stored, JsonNode.class));
    }

    private static DeploymentKey key(RunFixture fixture) {
        return new DeploymentKey(fixture.key("one"));
    }

    private static void review(RunFixture fixture, int level) {
        new ClusterReviews(fixture.test.as("privacy"), key(fixture), audits(), 2)
                .review(fixture.run, level, (done, total, outcomes) -> {});
    }

    private static Publication.Published publish(RunFixture fixture) {
        return publish(fixture, key(fixture));
    }

    private static Publication.Published publish(RunFixture fixture, DeploymentKey key) {
        return new Publication(fixture.test.as("privacy"), key, audits(), any -> new HashingEmbedder(), TERMS)
                .publish(fixture.run, COURSE, (done, total, outcomes) -> {});
    }
}

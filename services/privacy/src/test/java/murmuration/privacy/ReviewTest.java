package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import murmuration.core.Answer;
import murmuration.core.EndState;
import murmuration.core.LanguageModel;
import murmuration.core.Minimums;
import murmuration.core.RunSpec;
import murmuration.privacy.RunFixture.Base;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Progress;
import org.junit.jupiter.api.Test;

class ReviewTest {
    @Test
    void clustersUnderEitherMinimumAreWithheldBeforeTheyAreNamed() {
        RunFixture fixture =
                fixture(Base.of(0, 40, 20, "book a flight"), Base.of(1, 9, 9, "a"), Base.of(2, 40, 4, "b"));
        Sealed first = minimums(fixture);
        assertThat(first.counts()).containsEntry("kept", 1L).containsEntry("withheld", 2L);
        assertThat(fixture.cluster(0, 0).status()).isEqualTo("NEW");
        assertThat(fixture.cluster(0, 1).reason()).isEqualTo("TOO_FEW");
        assertThat(fixture.cluster(0, 2).reason()).isEqualTo("TOO_FEW");
        assertThat(minimums(fixture)).as("done again").isEqualTo(first);
    }

    @Test
    void conversationsThatWereGivenToAClusterDoNotBringItOverTheMinimums() {
        RunFixture fixture = fixture(Base.of(0, 40, 20, "book a flight"));
        fixture.execute("UPDATE clusters.assignment SET original = position < 9");
        assertThat(minimums(fixture).counts()).containsEntry("withheld", 1L);
    }

    @Test
    void theDigestThatManifestsShowHoldsNoSizeThatCouldBeTried() {
        RunFixture fixture = fixture(Base.of(0, 40, 20, "book a flight"));
        Sealed before = minimums(fixture);
        fixture.execute("UPDATE facets.conversation SET account = (SELECT account FROM facets.conversation"
                + " WHERE position = 0) WHERE position IN (1, 21)");
        assertThat(minimums(fixture)).isEqualTo(before);
    }

    @Test
    void aSupportedTextPassesWithItsRating() {
        RunFixture fixture =
                fixture(Base.of(0, 40, 30, "book a flight")).name(0, 0, "Book a flight", "Users asked to book.");
        Sealed seal = review(fixture, 0, ScriptedModel.rating(4));
        assertThat(seal.counts()).containsEntry("passed", 1L);
        assertThat(fixture.cluster(0, 0).rating()).isEqualTo(4);
        assertThat(review(fixture, 0, ScriptedModel.rating(1)))
                .as("reviewed ones are skipped")
                .isEqualTo(seal);
    }

    @Test
    void aClaimOfOneAccountIsRejectedOnceThenWithheld() {
        // account 0 plants every second conversation
        RunFixture fixture = fixture(Base.of(0, 60, 30, "")
                .saying(i -> i % 30 == 0 ? "book a flight for Hallstatt " + i : "book a flight " + RunFixture.word(i)));
        fixture.name(0, 0, "Book a flight", "Users asked to book flights, and mentioned Hallstatt.");
        assertThat(review(fixture, 0, ScriptedModel.rating(5)).counts()).containsEntry("rejected", 1L);
        assertThat(fixture.cluster(0, 0).avoid()).containsExactly("mentioned Hallstatt");
        fixture.name(0, 0, "Book a flight to Hallstatt", "Users asked to book flights.");
        assertThat(review(fixture, 0, ScriptedModel.rating(5)).counts()).containsEntry("withheld", 1L);
        assertThat(fixture.cluster(0, 0).reason()).isEqualTo("UNSUPPORTED");
    }

    @Test
    void whereAnotherThanTheEmbeddedModelIsAskedAClusterIsRejectedTwiceThenWithheld() {
        RunSpec.Model small = new RunSpec.Model("openai", "small", null, null);
        RunFixture fixture = RunFixture.create("default", RunFixture.with(RunFixture.spec(1), small))
                .with(List.of(Base.of(0, 40, 30, "book a flight")));
        for (String status : List.of("REJECTED", "REJECTED", "WITHHELD")) {
            fixture.name(0, 0, "Secret topic", "Users asked to book.");
            review(fixture, 0, ScriptedModel.rating(5));
            assertThat(fixture.cluster(0, 0).status()).isEqualTo(status);
        }
        assertThat(fixture.cluster(0, 0).reason()).isEqualTo("UNSUPPORTED");
    }

    @Test
    void aNamedClusterUnderTheMinimumsIsWithheldWhateverItsRating() {
        RunFixture fixture =
                fixture(Base.of(0, 9, 9, "book a flight")).name(0, 0, "Book a flight", "Users asked to book.");
        review(fixture, 0, ScriptedModel.rating(5));
        assertThat(fixture.cluster(0, 0).status()).isEqualTo("WITHHELD");
        assertThat(fixture.cluster(0, 0).reason()).isEqualTo("TOO_FEW");
    }

    @Test
    void aLowRatingIsRejectedOnceThenWithheld() {
        RunFixture fixture =
                fixture(Base.of(0, 40, 30, "book a flight")).name(0, 0, "Book a flight", "Users asked to book.");
        assertThat(review(fixture, 0, ScriptedModel.rating(2)).counts()).containsEntry("rejected", 1L);
        assertThat(fixture.cluster(0, 0).reason()).isEqualTo("IDENTIFYING");
        fixture.name(0, 0, "Book a flight", "Users asked to book.");
        assertThat(review(fixture, 0, ScriptedModel.rating(2)).counts()).containsEntry("withheld", 1L);
    }

    @Test
    void aClusterWithoutAReadableRatingIsNeverPassed() {
        RunFixture fixture =
                fixture(Base.of(0, 40, 30, "book a flight")).name(0, 0, "Book a flight", "Users asked to book.");
        ScriptedModel silent = new ScriptedModel("m", (text, n) -> Answer.missing(EndState.REFUSED));
        review(fixture, 0, silent);
        fixture.name(0, 0, "Book a flight", "Users asked to book.");
        assertThat(review(fixture, 0, silent).counts()).containsEntry("withheld", 1L);
        assertThat(fixture.cluster(0, 0).reason()).isEqualTo("UNRATED");
    }

    @Test
    void whatIsWithheldIsCountedInFivesByReason() {
        Base[] bases = new Base[11];
        for (int k = 0; k < bases.length; k++) {
            bases[k] = Base.of(k, k < 7 ? 40 : 9, 9, "book a flight");
        }
        RunFixture fixture = fixture(bases);
        minimums(fixture);
        for (long withheld : List.of(4L, 11L)) {
            for (int k = 0; k < 7; k++) {
                fixture.name(0, k, "Secret topic", "Users asked to book.");
            }
            Sealed seal = review(fixture, 0, ScriptedModel.rating(5));
            assertThat(seal.counts()).containsEntry("withheld", withheld);
            assertThat(seal.report())
                    .as("with what is sent back, without the four of another reason")
                    .isEqualTo("{\"withheld\":{\"UNSUPPORTED\":5}}");
        }
    }

    @Test
    void aParentIsSupportedByItsSurvivingChildrenOnly() {
        RunFixture fixture = fixture(
                        Base.of(0, 40, 30, "book a flight"),
                        Base.of(1, 40, 30, "book a train"),
                        Base.of(2, 40, 30, "secret topic"))
                .name(0, 0, "Book a flight", "Users asked to book.")
                .name(0, 1, "Book a train", "Users asked to book.")
                .parent(0, 0, 1, 2);
        review(fixture, 0, ScriptedModel.rating(5));
        fixture.name(1, 0, "Book a flight", "Users asked for trains.");
        assertThat(review(fixture, 1, ScriptedModel.rating(5)).counts()).containsEntry("passed", 1L);
        fixture.name(1, 0, "Secret topic", "Users asked for trains.");
        review(fixture, 1, ScriptedModel.rating(5));
        assertThat(fixture.cluster(1, 0).status()).isEqualTo("WITHHELD");
    }

    @Test
    void theVerdictsDoNotDependOnTheNumberOfThreads() {
        Base[] bases = new Base[12];
        for (int k = 0; k < bases.length; k++) {
            bases[k] = Base.of(k, 20 + k, 6 + k, "book a flight");
        }
        String[] digests = new String[2];
        for (int i = 0; i < 2; i++) {
            RunFixture fixture = fixture(bases);
            for (int k = 0; k < bases.length; k++) {
                fixture.name(0, k, "Book a flight", "Users asked to book " + RunFixture.word(k) + ".");
            }
            fixture.execute("UPDATE clusters.cluster SET cluster_id = 'c' || k");
            digests[i] =
                    review(fixture, 0, ScriptedModel.rating(5), i == 0 ? 1 : 4).digest();
        }
        assertThat(digests[1]).isEqualTo(digests[0]);
    }

    @Test
    void specsThatWouldShowTooMuchAreRefused() {
        RunSpec everyConversation = RunFixture.spec(
                1, RunSpec.Profile.PUBLISH, new Minimums(1000, 1000), RunSpec.Accounts.ONE_PER_CONVERSATION, 4);
        assertThatThrownBy(() -> RefusedSpecs.check(everyConversation)).hasMessageContaining("one-per-conversation");
        RunSpec unpromised = RunFixture.spec(
                1,
                RunFixture.spec(1).minimums(),
                RunSpec.Accounts.ONE_PER_CONVERSATION,
                new RunSpec.Privacy(3, RunSpec.Approval.NONE, new RunSpec.Dp(1, 3)));
        assertThatThrownBy(() -> RefusedSpecs.check(unpromised)).hasMessageContaining("privacy.dp need accounts");
        RunSpec low = RunFixture.spec(1, RunSpec.Profile.SMALL, RunFixture.MINIMUMS, RunSpec.Accounts.REQUIRED, 2);
        assertThatThrownBy(() -> RefusedSpecs.check(low)).hasMessageContaining("threshold");
    }

    @Test
    void aCallerIsToldThatALongAuditGoesOn() {
        RunFixture fixture =
                fixture(Base.of(0, 40, 30, "book a flight")).name(0, 0, "Book a flight", "Users asked to book.");
        CountDownLatch told = new CountDownLatch(3);
        ScriptedModel slow = new ScriptedModel("scripted", (text, before) -> Answer.of(heard(told) ? 5 : 1));
        Sealed seal = review(fixture, 0, slow, 2, (done, total, outcomes) -> {
            assertThat(total).isEqualTo(1);
            told.countDown();
        });
        assertThat(seal.counts()).containsEntry("passed", 1L);
    }

    private static boolean heard(CountDownLatch told) {
        try {
            return told.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RunFixture fixture(Base... bases) {
        return RunFixture.create("default", RunFixture.spec(1)).with(List.of(bases));
    }

    private static Sealed minimums(RunFixture fixture) {
        return new SmallClusters(fixture.test.as("privacy")).withhold(fixture.run);
    }

    private static Sealed review(RunFixture fixture, int level, LanguageModel model) {
        return review(fixture, level, model, 2);
    }

    private static Sealed review(RunFixture fixture, int level, LanguageModel model, int threads) {
        return review(fixture, level, model, threads, (done, total, outcomes) -> {});
    }

    private static Sealed review(RunFixture fixture, int level, LanguageModel model, int threads, Progress progress) {
        Database database = fixture.test.as("privacy");
        Audits audits = new Audits(run -> model, text -> text.contains("@"));
        return new ClusterReviews(database, new DeploymentKey(fixture.key("one")), audits, threads)
                .review(fixture.run, level, progress);
    }
}

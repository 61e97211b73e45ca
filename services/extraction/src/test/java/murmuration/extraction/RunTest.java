package murmuration.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import murmuration.core.Conversation;
import murmuration.core.ErrorCode;
import murmuration.core.FacetValue;
import murmuration.core.Facets;
import murmuration.core.Minimums;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.core.RunSpec.Accounts;
import murmuration.core.RunSpec.Strategy;
import murmuration.extraction.imports.Imported;
import murmuration.extraction.shards.DatasetKey;
import murmuration.models.Estimate;
import murmuration.runtime.Assignment;
import murmuration.runtime.AuditOutbox;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run from plan to seal. */
class RunTest {
    private final Bench bench;

    RunTest(@TempDir Path folder) {
        bench = new Bench(folder);
    }

    @Test
    void onceSealedItsRowsAreKnownToTheDatabasesPlanner() {
        RunKey run = run(Specs.spec(), 100);
        bench.plans().run(run, Bench.SILENT);
        bench.batches().process(Bench.batch(run, 0, 100), Bench.SILENT);
        bench.seals().seal(run, Bench.SILENT);
        assertThat(plannedRows("facets.value")).isGreaterThanOrEqualTo(300);
        assertThat(plannedRows("facets.conversation")).isGreaterThanOrEqualTo(100);
    }

    private long plannedRows(String table) {
        return bench.database.inTenant(
                Bench.TENANT,
                handle -> handle.createQuery("SELECT reltuples FROM pg_class WHERE oid = CAST(:table AS regclass)")
                        .bind("table", table)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void everyConversationEndsInOneStateAndTheSealHoldsThemAll() {
        RunKey run = run(Specs.spec(Specs.sampling(Strategy.CONVERSATIONS, null, 9), Accounts.REQUIRED), 100);
        Plan plan = bench.plans().run(run, Bench.SILENT);
        assertThat(plan.sampled()).isEqualTo(90);
        assertThat(plan.accounts()).isEqualTo(10);
        assertThat(plan.counts()).isEqualTo(Map.of("SAMPLED", 90L, "CAPPED", 10L));

        assertRefused(() -> bench.seals().seal(run, Bench.SILENT), ErrorCode.INVALID_INPUT, "not complete");
        assertThat(bench.batches()
                        .process(Bench.batch(run, 0, 60), Bench.SILENT)
                        .get("OK"))
                .isEqualTo(bench.model.asked.get());
        bench.batches().process(Bench.batch(run, 60, 40), Bench.SILENT);
        Seals.Sealed sealed = bench.seals().seal(run, Bench.SILENT);
        assertThat(sealed.counts()).isEqualTo(Map.of("OK", 90L, "CAPPED", 10L));

        RunKey again = sameRun(run);
        bench.plans().run(again, Bench.SILENT);
        for (int first = 90; first >= 0; first -= 10) {
            bench.batches().process(Bench.batch(again, first, 10), Bench.SILENT);
        }
        assertThat(bench.seals().seal(again, Bench.SILENT)).isEqualTo(sealed);
    }

    @Test
    void planningTwiceFindsTheFirstPlan() {
        RunKey run = run(Specs.spec(), 50);
        Plan plan = bench.plans().run(run, Bench.SILENT);
        assertThat(bench.plans().run(run, Bench.SILENT)).isEqualTo(plan);
        assertThat(plan.report().vocabularyWords()).isEqualTo(1);
    }

    @Test
    void anOutlookIsDrawnLikeThePlanAndLeavesNoTrace() {
        RunSpec spec = Specs.asking(
                new RunSpec.Model("openai", "m", null, null),
                Specs.sampling(Strategy.CONVERSATIONS, 900, null),
                List.of(Facets.REQUEST, Facets.LANGUAGE));
        Assignment run = Assignment.of(bench.database, run(spec, 1_000));
        List<Conversation> counted = new ArrayList<>();
        Plans plans = bench.plans((any, some, drawn) -> {
            counted.addAll(some);
            return Optional.of(new Estimate(drawn, 1, 1, null, some.size()));
        });

        Outlook outlook = plans.outlook(run, Bench.SILENT);
        assertThat(outlook.conversations()).isEqualTo(900);
        assertThat(counted).hasSize(225);
        assertThat(new FrameRows(bench.database).find(run.run())).isEmpty();

        List<Conversation> sampled = List.copyOf(counted);
        counted.clear();
        Plan plan = plans.run(run.run(), Bench.SILENT);
        assertThat(plan.report().estimate()).isEqualTo(outlook.estimate());
        assertThat(counted).isEqualTo(sampled);
    }

    @Test
    void aDrawUnderTheMinimumsIsRefusedAsOneOfNobodyIs() {
        RunSpec.Sampling nobody =
                new RunSpec.Sampling(Strategy.CONVERSATIONS, null, null, Instant.parse("2030-01-01T00:00:00Z"), null);
        Set<String> said = new HashSet<>();
        for (RunKey run : List.of(
                run(Specs.spec(nobody, Accounts.REQUIRED), 10),
                run(Specs.spec(Specs.sampling(Strategy.CONVERSATIONS, 1, null), Accounts.REQUIRED), 10),
                run(Specs.spec(Specs.sampling(Strategy.CONVERSATIONS, 4, null), Accounts.REQUIRED), 10),
                ofFourAccounts(20))) {
            said.add(refusal(() -> bench.plans().outlook(Assignment.of(bench.database, run), Bench.SILENT)));
            said.add(refusal(() -> bench.plans().run(run, Bench.SILENT)));
            assertThat(new FrameRows(bench.database).find(run)).isEmpty();
        }
        assertThat(said)
                .containsExactly("sampling draws none of the data set's conversations, or fewer than the run's minimums"
                        + " (5 conversations, 5 accounts): widen from and to, raise max, or import more");
    }

    @Test
    void aDrawThatJustMeetsTheMinimumsIsPlanned() {
        assertThat(bench.plans().run(run(Specs.spec(), 5), Bench.SILENT).sampled())
                .isEqualTo(5);
    }

    /** Nineteen of twelve or more: who tries one minimum after the other finds the edges 10 and 25. */
    @Test
    void minimumsThatAreTriedOneAfterTheOtherCountNobody() {
        Set<Integer> refused = new TreeSet<>();
        for (int minimum = 5; minimum <= 30; minimum++) {
            RunSpec spec = Specs.minimums(new Minimums(minimum, 5));
            try {
                bench.plans().outlook(Assignment.of(bench.database, run(spec, 19)), Bench.SILENT);
            } catch (MurmurationException e) {
                refused.add(minimum);
            }
        }
        assertThat(refused).containsExactly(25, 26, 27, 28, 29, 30);
    }

    @Test
    void aKeyThatTooFewHaveIsAsOneThatNobodyHas() {
        RunSpec spec = Specs.spec(
                Specs.sampling(Strategy.CONVERSATIONS, null, null),
                Accounts.REQUIRED,
                List.of(Facets.REQUEST, Facets.find("metadata.vip").orElseThrow()),
                null);
        Set<String> said = new HashSet<>();
        for (int having : new int[] {0, 1, 4, 5}) {
            DatasetKey dataset = Bench.dataset();
            String source = IntStream.range(0, 8)
                    .mapToObj(i -> "{\"id\":\"" + i + "\",\"account_id\":\"" + i + "\""
                            + (i < having ? ",\"metadata\":{\"vip\":\"yes\"}" : "")
                            + ",\"messages\":[{\"role\":\"user\",\"content\":\"text " + i + "\"}]}")
                    .collect(Collectors.joining("\n"));
            RunKey run = bench.run(dataset, bench.read(dataset, source, "metadata.vip"), spec);
            if (having == 1) {
                RunKey replay = bench.run(dataset, bench.read(dataset, source, "metadata.vip"), spec.replaying("r"));
                assertThat(bench.plans().run(replay, Bench.SILENT).sampled()).isEqualTo(8);
            }
            if (having < 5) {
                said.add(String.valueOf(catchThrowableOfType(
                                MurmurationException.class, () -> bench.plans().run(run, Bench.SILENT))
                        .getMessage()));
            } else {
                assertThat(bench.plans().run(run, Bench.SILENT).sampled()).isEqualTo(8);
            }
        }
        assertThat(said).hasSize(1);
    }

    private RunKey ofFourAccounts(int conversations) {
        DatasetKey dataset = Bench.dataset();
        return bench.run(dataset, bench.read(dataset, source(conversations, 4, i -> "text " + i)), Specs.spec());
    }

    private static String refusal(ThrowingCallable call) {
        MurmurationException refused = catchThrowableOfType(MurmurationException.class, call);
        assertThat(refused.code()).isEqualTo(ErrorCode.PRIVACY_REFUSED);
        return String.valueOf(refused.getMessage());
    }

    @Test
    void theModelKnowsTheWordsThatEnoughAccountsShare() {
        RunKey run = run(Specs.spec(), 50);
        bench.plans().run(run, Bench.SILENT);
        bench.batches().process(Bench.batch(run, 0, 1), Bench.SILENT);
        // every user turn is "text <number>", a number being said by one account only
        assertThat(bench.model.vocabulary).containsExactly("text");
    }

    @Test
    void answersWhatIsComputedImportedAndAsked() {
        RunSpec spec = Specs.spec(
                Specs.sampling(Strategy.CONVERSATIONS, null, null),
                Accounts.REQUIRED,
                List.of(
                        Facets.REQUEST,
                        Facets.LANGUAGE,
                        Facets.CONCERN,
                        Facets.TURNS,
                        Facets.LENGTH,
                        Facets.HOUR,
                        Facets.WEEKDAY,
                        Facets.find("labels.intent").orElseThrow()),
                null);
        DatasetKey dataset = Bench.dataset();
        Imported imported = bench.read(
                dataset,
                IntStream.range(0, 5)
                        .mapToObj(
                                i -> "{\"id\":\"" + i + "\",\"account_id\":\"" + i
                                        + "\",\"created_at\":\"2025-05-01T10:00:00Z\",\"labels\":{\"intent\":[\"x\",\"y\"]},"
                                        + "\"messages\":[{\"role\":\"user\",\"content\":\"h\uD83D\uDE00\"},{\"role\":\"assistant\",\"content\":\"ho\"}]}")
                        .collect(Collectors.joining("\n")),
                "labels.intent");
        RunKey run = bench.run(dataset, imported, spec);
        bench.plans().run(run, Bench.SILENT);
        bench.batches().process(Bench.batch(run, 0, 5), Bench.SILENT);

        List<Outcome> outcomes = new ArrayList<>();
        new OutcomeRows(bench.database).scan(run, 0, outcomes::add);
        assertThat(outcomes.getFirst().values())
                .containsExactlyInAnyOrder(
                        new FacetValue("request", "about h\uD83D\uDE00"),
                        new FacetValue("language", "English"),
                        new FacetValue("language", "Nonsense"),
                        new FacetValue("turns", "2"),
                        new FacetValue("length", "4"),
                        new FacetValue("hour", "10"),
                        new FacetValue("weekday", "Thursday"),
                        new FacetValue("labels.intent", "x"),
                        new FacetValue("labels.intent", "y"));
        assertThat(bench.seals().seal(run, Bench.SILENT).report().unanswered()).isEqualTo(Map.of("concern", 5L));
    }

    @Test
    void endStatesAreWhatHappened() {
        RunSpec spec = Specs.spec(
                Specs.sampling(Strategy.CONVERSATIONS, null, null),
                Accounts.REQUIRED,
                List.of(Facets.REQUEST),
                new RunSpec.Screen("Is it wanted?"));
        RunKey run = run(spec, List.of("fine", "silent", "refuse", "unwanted", "fine too"));
        bench.plans().run(run, Bench.SILENT);
        assertThat(bench.batches().process(Bench.batch(run, 0, 5), Bench.SILENT))
                .isEqualTo(Map.of("OK", 2L, "UNANSWERED", 1L, "REFUSED", 1L, "SCREENED_OUT", 1L));
    }

    @Test
    void aBatchGoesOnWhereItStopped() {
        RunKey run = run(Specs.spec(), 60);
        bench.plans().run(run, Bench.SILENT);
        assertRefused(
                () -> bench.batches().process(Bench.batch(run, 0, 60), (done, total, outcomes) -> {
                    throw new MurmurationException(ErrorCode.CANCELED, "the caller has gone");
                }),
                ErrorCode.CANCELED,
                "gone");
        int before = bench.model.asked.get();
        long done = new OutcomeRows(bench.database)
                .done(Bench.batch(run, 0, 60))
                .positions()
                .cardinality();
        assertThat(done).isEqualTo(25);

        List<Long> reports = new ArrayList<>();
        bench.batches().process(Bench.batch(run, 0, 60), (now, total, outcomes) -> reports.add(now));
        assertThat(reports).containsExactly(50L, 60L);
        assertThat(bench.model.asked.get() - before).isEqualTo(35);
    }

    @Test
    void whoLostTheFenceWritesNothing() {
        RunKey run = run(Specs.spec(), 10);
        bench.plans().run(run, Bench.SILENT);
        OutcomeRows rows = new OutcomeRows(bench.database);
        bench.model.beforeAnswer = () -> rows.claim(Bench.batch(run, 0, 10));
        assertRefused(
                () -> bench.batches().process(Bench.batch(run, 0, 10), Bench.SILENT), ErrorCode.STALE_FENCE, "fence");
        assertThat(rows.done(Bench.batch(run, 0, 10)).states()).isEmpty();
    }

    @Test
    void aConversationThatCrashesIsNamedByPlaceAloneAndCanBeGivenUp() {
        RunKey run = run(Specs.spec(), List.of("fine", "crash", "fine too", "fine again", "fine still"));
        bench.plans().run(run, Bench.SILENT);
        assertThatThrownBy(() -> bench.batches().process(Bench.batch(run, 0, 5), Bench.SILENT))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageContaining("[0, 5)")
                .hasMessageNotContaining("must not get out");

        bench.batches().quarantine(Bench.batch(run, 1, 1));
        assertThat(bench.batches().process(Bench.batch(run, 0, 5), Bench.SILENT))
                .isEqualTo(Map.of("OK", 4L, "QUARANTINED", 1L));
        assertThat(bench.seals().seal(run, Bench.SILENT).counts()).isEqualTo(Map.of("OK", 4L, "QUARANTINED", 1L));
    }

    @Test
    void whatWasAnsweredBesideAFailureIsKeptAndNotAskedAgain() {
        RunKey run = run(
                Specs.spec(), IntStream.range(0, 120).mapToObj(i -> "once " + i).toList());
        bench.plans().run(run, Bench.SILENT);
        bench.model.failure = text ->
                Integer.parseInt(text.substring(5)) % 3 == 0 ? Optional.of(ErrorCode.RATE_LIMITED) : Optional.empty();
        assertThatThrownBy(() -> bench.batches().process(Bench.batch(run, 0, 120), Bench.SILENT))
                .isInstanceOfSatisfying(MurmurationException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                    assertThat(e.retryAfter()).contains(Duration.ofSeconds(3));
                });
        assertThat(new OutcomeRows(bench.database)
                        .done(Bench.batch(run, 0, 120))
                        .states())
                .isEqualTo(Map.of("OK", 80L));

        bench.model.failure = text -> Optional.empty();
        assertThat(bench.batches().process(Bench.batch(run, 0, 120), Bench.SILENT))
                .isEqualTo(Map.of("OK", 120L));
        assertThat(bench.model.asked.get()).isEqualTo(160);
    }

    @Test
    void whileTheProviderIsAwayNotEverythingIsSentAfterIt() {
        RunKey run = run(Specs.spec(), 250);
        bench.plans().run(run, Bench.SILENT);
        bench.model.failure = text -> Optional.of(ErrorCode.UNAVAILABLE);
        assertRefused(
                () -> bench.batches().process(Bench.batch(run, 0, 250), Bench.SILENT), ErrorCode.UNAVAILABLE, "script");
        assertThat(bench.model.asked.get()).isLessThan(100);
    }

    @Test
    void anOutageIsTheBatchsFailureBeforeAConversationsOwn() {
        RunKey run = run(Specs.spec(), List.of("fine", "crash", "away", "fine too", "fine again"));
        bench.plans().run(run, Bench.SILENT);
        bench.model.failure = text -> text.equals("away") ? Optional.of(ErrorCode.OVERLOADED) : Optional.empty();
        assertRefused(
                () -> bench.batches().process(Bench.batch(run, 0, 5), Bench.SILENT), ErrorCode.OVERLOADED, "script");
        assertThat(new OutcomeRows(bench.database).done(Bench.batch(run, 0, 5)).states())
                .isEqualTo(Map.of("OK", 3L));
    }

    @Test
    void spentMoneyStopsTheBatchAtOnce() {
        RunKey run = run(Specs.spec(), 250);
        bench.plans().run(run, Bench.SILENT);
        bench.model.failure = text -> Optional.of(ErrorCode.BUDGET_SPENT);
        assertRefused(
                () -> bench.batches().process(Bench.batch(run, 0, 250), Bench.SILENT),
                ErrorCode.BUDGET_SPENT,
                "script");
        assertThat(bench.model.asked.get()).isLessThan(60);
    }

    @Test
    void dataWithoutAccountsIsRefusedWithWhatToSet() {
        DatasetKey dataset = Bench.dataset();
        Imported imported = bench.read(
                dataset,
                IntStream.range(0, 5)
                        .mapToObj(i -> "{\"id\":\"" + i + "\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                        .collect(Collectors.joining("\n")));
        RunKey run = bench.run(dataset, imported, Specs.spec());
        assertRefused(
                () -> bench.plans().run(run, Bench.SILENT),
                ErrorCode.PRIVACY_REFUSED,
                "accounts: one-per-conversation");

        RunSpec spec = Specs.spec(Specs.sampling(Strategy.CONVERSATIONS, null, null), Accounts.ONE_PER_CONVERSATION);
        assertThat(bench.plans()
                        .run(bench.run(dataset, imported, spec), Bench.SILENT)
                        .accounts())
                .isEqualTo(5);
    }

    @Test
    void aFacetOverAKeyThatWasNotImportedIsRefused() {
        RunSpec spec = Specs.spec(
                Specs.sampling(Strategy.CONVERSATIONS, null, null),
                Accounts.REQUIRED,
                List.of(Facets.REQUEST, Facets.find("metadata.plan").orElseThrow()),
                null);
        RunKey run = run(spec, 10);
        assertRefused(() -> bench.plans().run(run, Bench.SILENT), ErrorCode.INVALID_SPEC, "metadata.plan");
    }

    @Test
    void deletingADataSetLeavesNothingOfIt() throws Exception {
        RunKey run = run(Specs.spec(), 10);
        bench.plans().run(run, Bench.SILENT);
        bench.batches().process(Bench.batch(run, 0, 10), Bench.SILENT);
        DatasetKey dataset = lastDataset;
        bench.database.useTenant(
                run.tenant(), handle -> handle.execute("""
                        INSERT INTO model.usage
                            (tenant, run_id, purpose, model, outcome, calls, input_tokens, output_tokens, micros)
                        VALUES (?, ?::uuid, 'FACETS', 'm', 'ANSWERED', 1, 1, 1, 1);
                        INSERT INTO model.reservation
                            (tenant, reservation_id, run_id, purpose, model, input_tokens, output_tokens)
                        VALUES (?, gen_random_uuid(), ?::uuid, 'FACETS', 'm', 1, 1)""", run.tenant(), run.runId(), run.tenant(), run.runId()));
        assertThat(bench.deletions().delete(dataset, false))
                .containsEntry("model.usage", 1L)
                .containsEntry("model.reservation", 1L)
                .containsEntry("objects", 2L)
                .containsEntry("facets.conversation", 10L)
                .containsEntry("facets.value", 40L)
                .containsEntry("facets.shard", 1L);
        assertThat(bench.objects.list("")).isEmpty();
        assertThat(bench.deletions().delete(dataset, false).values()).containsOnly(0L);
        assertThat(bench.postgres.recorded(AuditOutbox.FACETS))
                .containsExactly(
                        "ERASING by extraction",
                        "ERASED by extraction",
                        "ERASING by extraction",
                        "ERASED by extraction");
    }

    private DatasetKey lastDataset = Bench.dataset();
    private Imported lastImported =
            new Imported("", 0, 0, 0, 0, new TreeMap<>(), new TreeMap<>(), null, null, 0, List.of());

    private RunKey run(RunSpec spec, int conversations) {
        return run(
                spec,
                IntStream.range(0, conversations).mapToObj(i -> "text " + i).toList());
    }

    private RunKey run(RunSpec spec, List<String> texts) {
        lastDataset = Bench.dataset();
        lastImported = bench.read(lastDataset, source(texts.size(), 10, texts::get));
        return bench.run(lastDataset, lastImported, spec);
    }

    private static String source(int conversations, int accounts, IntFunction<String> text) {
        return IntStream.range(0, conversations)
                .mapToObj(i -> "{\"id\":\"" + i + "\",\"account_id\":\"" + i % accounts
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text.apply(i) + "\"}]}")
                .collect(Collectors.joining("\n"));
    }

    private RunKey sameRun(RunKey run) {
        return bench.run(
                lastDataset, lastImported, Assignment.of(bench.database, run).spec());
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(part);
    }
}

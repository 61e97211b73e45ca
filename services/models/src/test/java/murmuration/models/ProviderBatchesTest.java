package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.TracerProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import murmuration.core.Answer;
import murmuration.core.ErrorCode;
import murmuration.core.LanguageModel;
import murmuration.core.MurmurationException;
import murmuration.core.Purpose;
import murmuration.core.Question;
import murmuration.runtime.Assignment;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches at both providers, over real connections. */
@Timeout(60)
class ProviderBatchesTest {
    private static final TestDatabase POSTGRES = TestDatabase.create();

    @TempDir
    private Path folder;

    private final BatchServer server;
    private ProviderModels models;
    private final TestConfig config;
    private final Cashier cashier;
    private final MemoryStore store = new MemoryStore();

    ProviderBatchesTest() throws IOException {
        server = new BatchServer();
        config = TestConfig.at(server.url());
        models = started(config);
        cashier = new Cashier(POSTGRES.as("extraction"), config);
    }

    /** Models of a process that has asked none yet. */
    private static ProviderModels started(TestConfig config) {
        return new ProviderModels(
                config,
                name -> "sk-test",
                new SimpleMeterRegistry(),
                () -> TracerProvider.noop().get("test"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void whatIsAnsweredIsStoredAndBookedAtHalfThePriceAndTheRestIsLeftOut(String provider) {
        Assignment run = run(provider, "");
        assertThat(advance(run, 10).state()).isEqualTo(BatchStep.State.PENDING);
        assertThat(sum(run, "micros", "reservation")).isPositive();
        assertThat(advance(run, 10).state()).isEqualTo(BatchStep.State.PENDING);
        assertThat(advance(run, 10).state()).isEqualTo(BatchStep.State.PENDING);
        server.state = "completed";
        assertThat(advance(run, 10).state()).isEqualTo(BatchStep.State.ENDED);

        assertThat(IntStream.range(0, 10).filter(i -> stored(run, i)).boxed()).containsExactly(0, 4, 5, 9);
        Price price = Prices.of(Optional.empty())
                .of(provider, Objects.requireNonNull(run.spec().model().name()))
                .orElseThrow();
        assertThat(sum(run, "micros", "usage")).isEqualTo(4 * price.half().micros(Used.plain(100, 10)));
        assertThat(sum(run, "calls", "usage")).isEqualTo(10);
        assertThat(sum(run, "calls * (outcome = 'ANSWERED')::int", "usage")).isEqualTo(4);
        assertThat(sum(run, "micros", "reservation")).isZero();
        assertThat(server.asked).anyMatch(what -> what.startsWith("DELETE"));

        int before = server.asked.size();
        assertThat(advance(run, 10).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(server.asked).hasSize(before);
        assertThat(models.recalled(run, store).ask(question(4))).isEqualTo(Answer.of(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void aCallInABatchIsWhatIsSentAloneAndItsIdSaysNothing(String provider) {
        Assignment run = run(provider, "");
        advance(run, 1);
        assertThat(models.of(run, new MemoryStore(cashier), cashier).ask(question(0)))
                .isEqualTo(Answer.of(true));
        JsonNode call = server.calls.values().iterator().next().getFirst();
        // also in the order of what it says
        assertThat(call.path(provider.equals("openai") ? "body" : "params").toString())
                .isEqualTo(server.alone.getFirst().toString());
        assertThat(call.path("custom_id").asText()).matches("0-0-[0-9a-f]{16}");
    }

    @Test
    void aModelIsAskedOneQuestionAloneBeforeItsFirstBatchAndABatchHoldsNothingThatItRefuses() {
        server.refuses = "temperature";
        for (int shard = 0; shard < 2; shard++) {
            Assignment run = run("openai", "");
            LanguageModel alone = models.of(run, store, cashier);
            advance(
                    run,
                    batches(
                            run,
                            store,
                            question -> assertThat(alone.ask(question)).isEqualTo(Answer.of(true))),
                    3,
                    5);
        }

        assertThat(server.alone).hasSize(2);
        assertThat(server.calls.values().stream().flatMap(List::stream))
                .hasSize(8)
                .allMatch(call -> !call.path("body").has("temperature"));
    }

    @Test
    void aQuestionThatFailsByItselfKeepsNoBatchAndAProviderThatIsAwayDoes() {
        Assignment run = run("openai", "");
        LanguageModel alone = models.of(run, store, cashier);
        ProviderBatches batches = batches(run, store, question -> {
            var ignored = alone.ask(question);
        });
        server.failing = new BatchServer.Failing("POST /chat/completions", 529, false);
        assertThatThrownBy(() -> advance(run, batches, 3, 5))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
        assertThat(server.calls).isEmpty();

        server.failing = new BatchServer.Failing("POST /chat/completions", 400, false);
        assertThat(advance(run, batches, 3, 5).state()).isEqualTo(BatchStep.State.PENDING);
        assertThat(server.calls.get("file-0")).hasSize(5);
    }

    @Test
    void aModelThatHadNothingToAnswerIsStillToBeMet() {
        Assignment run = run("openai", "");
        store.keep(call(run, 0), new Reply("{\"answer\":true}", Reply.Stop.END, 1, 1));
        LanguageModel alone = models.of(run, store, cashier);
        ProviderBatches batches = batches(run, store, question -> {
            var ignored = alone.ask(question);
        });
        assertThat(advance(run, batches, 2, 1).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(server.alone).isEmpty();

        server.refuses = "temperature";
        assertThat(advance(run, batches, 3, 5).state()).isEqualTo(BatchStep.State.PENDING);
        assertThat(server.alone).hasSize(2);
        assertThat(server.calls.get("file-0"))
                .hasSize(3)
                .allMatch(call -> !call.path("body").has("temperature"));
    }

    @Test
    void aModelOfWhichABatchWasCollectedIsStillToBeMet() {
        Assignment run = run("openai", "");
        advance(run, 5);
        models = started(config);
        server.state = "completed";
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(stored(run, 0)).isTrue();

        server.refuses = "temperature";
        Assignment next = run("openai", "");
        LanguageModel alone = models.of(next, store, cashier);
        ProviderBatches batches = batches(next, store, question -> {
            var ignored = alone.ask(question);
        });
        assertThat(advance(next, batches, 3, 8).state()).isEqualTo(BatchStep.State.PENDING);
        assertThat(server.alone).hasSize(2);
        assertThat(server.calls.get("file-1"))
                .as("two were answered in the batch before, and one alone")
                .hasSize(5)
                .allMatch(call -> !call.path("body").has("temperature"));
    }

    @Test
    void ofTwoAttemptsOneHandsABatchInOnceMore() {
        Assignment run = run("openai", "");
        server.failing = new BatchServer.Failing("POST /batches", 503, false);
        handedInAndNotHeard(run, ErrorCode.OVERLOADED);
        assertThatThrownBy(() -> batches(run).advance(round(run, 3), to -> {
                    assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.PENDING);
                    questions(5).each(to);
                }))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(server.asked.stream().filter("POST /batches"::equals))
                .as("the one that failed, and one more")
                .hasSize(2);
        server.state = "completed";
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(stored(run, 0)).isTrue();
    }

    @Test
    void anAttemptThatComesLateLeavesTheCallsOfAnother() {
        Assignment run = run("openai", "");
        server.failing = new BatchServer.Failing("POST /batches", 503, false);
        handedInAndNotHeard(run, ErrorCode.OVERLOADED);
        server.meanwhile.set(() -> advance(run, 5));
        assertFails(run, ErrorCode.UNAVAILABLE);
        assertThat(server.asked.stream().filter(what -> what.startsWith("DELETE")))
                .as("what was uploaded first, by who hands it in again")
                .containsExactly("DELETE /files/file-0");
        server.state = "completed";
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(stored(run, 0)).isTrue();
    }

    @Test
    void anAttemptThatFindsNothingLeftToAskLeavesTheBatchOfAnother() {
        Assignment run = run("openai", "");
        server.failing = new BatchServer.Failing("POST /batches", 503, false);
        handedInAndNotHeard(run, ErrorCode.OVERLOADED);
        assertThatThrownBy(() -> batches(run).advance(round(run, 3), to -> {
                    assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.PENDING);
                    for (int i = 0; i < 5; i++) {
                        store.keep(call(run, i), new Reply("{}", Reply.Stop.END, 1, 1));
                    }
                    questions(5).each(to);
                }))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        server.state = "completed";
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(sum(run, "calls", "usage")).isEqualTo(5);
        assertThat(sum(run, "micros", "reservation")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void aPageInPlaceOfResultsIsNoneAndTheyAreCollectedAgain(String provider) {
        Assignment run = run(provider, "");
        advance(run, 5);
        server.state = "completed";
        for (String page : List.of("<html>\n<p>CANARY</p>\n</html>\n", "404 CANARY", "{\"error\":\"CANARY\"}")) {
            server.page = page;
            assertFails(run, ErrorCode.UNAVAILABLE);
        }
        assertThat(server.asked).noneMatch(what -> what.startsWith("DELETE"));
        assertThat(sum(run, "calls", "usage")).isZero();
        assertThat(sum(run, "micros", "reservation")).isPositive();

        server.page = "";
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(stored(run, 0)).isTrue();
        assertThat(sum(run, "calls * (outcome = 'ANSWERED')::int", "usage")).isEqualTo(2);
    }

    @Test
    void answersThatCannotBeStoredAreCollectedAgain() {
        Assignment run = run("openai", "");
        advance(run, 5);
        server.state = "completed";
        store.away = true;
        assertFails(run, ErrorCode.UNAVAILABLE);
        assertThat(server.asked).noneMatch(what -> what.startsWith("DELETE"));
        assertThat(sum(run, "micros", "reservation")).isPositive();

        store.away = false;
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(stored(run, 0)).isTrue();
        assertThat(sum(run, "calls * (outcome = 'ANSWERED')::int", "usage")).isEqualTo(2);
    }

    @Test
    void whatIsStoredIsNotHandedIn() {
        Assignment run = run("openai", "");
        for (int i = 0; i < 2; i++) {
            store.keep(call(run, i), new Reply("{}", Reply.Stop.END, 1, 1));
        }
        advance(run, 3);
        assertThat(server.calls.get("file-0")).hasSize(1);

        Assignment other = run("openai", "");
        assertThat(advance(other, 2).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(server.calls).hasSize(1);
    }

    @Test
    void aBatchForWhichTheBudgetHasNoRoomIsNotHandedInUntilItHas() {
        Assignment run = run("openai", "0.001");
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.LEFT_OUT);
        assertThat(server.asked).isEmpty();
        new Runs(POSTGRES, "gpt-4.1").budget(run, 10);
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.PENDING);
    }

    @Test
    void aBatchWaitsForTheMoneyThatAnotherWillGiveBack() {
        Assignment free = run("openai", "");
        advance(free, 5);
        Assignment run = run("openai", String.valueOf(1.5 * sum(free, "micros", "reservation") / 1e6));
        advance(run, 5);
        int before = server.asked.size();
        BatchStep waiting = advance(run, 4, 5);
        assertThat(waiting.state()).isEqualTo(BatchStep.State.PENDING);
        assertThat(waiting.age()).as("not looked at each minute").isGreaterThan(Duration.ofMinutes(50));
        assertThat(server.asked).hasSize(before);
        server.state = "completed";
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(advance(run, 4, 5).state()).isEqualTo(BatchStep.State.PENDING);
        assertThat(sum(run, "micros", "reservation")).isPositive();
    }

    @Test
    void aBatchThatFindsTheLineFullIsHandedInAgainAsLongAsOthersOfItsRunLeaveTheLine() {
        Assignment run = run("openai", "");
        advance(run, 5);
        long one = sum(run, "micros", "reservation");
        advance(run, 4, 5);
        server.turnedAway = "batch_1";
        assertThat(advance(run, 4, 5).state()).isEqualTo(BatchStep.State.PENDING);
        assertThat(sum(run, "micros", "reservation")).isEqualTo(one);
        assertThat(server.asked).contains("DELETE /files/file-1");
        assertThat(advance(run, 4, 5).state()).isEqualTo(BatchStep.State.PENDING);
        assertThat(server.asked.stream().filter("POST /batches"::equals)).hasSize(3);

        server.state = "completed";
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.ENDED);
        server.turnedAway = "batch_2";
        assertThat(advance(run, 4, 5).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(sum(run, "micros", "reservation")).isZero();
    }

    @Test
    void everyFileIsToGoAndOneThatStaysIsSaidAndLosesNoAnswer() {
        Assignment run = run("openai", "");
        advance(run, 5);
        server.state = "completed";
        server.keepsFiles = true;
        OpenAiBatches api = new OpenAiBatches(
                new Endpoint(server.url() + "/v1", "sk-test"),
                new ProviderHttp(ProviderHttp.client(Duration.ofSeconds(5)), Duration.ofSeconds(5)));
        assertThatThrownBy(() -> api.forget("batch_0"))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(server.asked).contains("DELETE /files/file-0", "DELETE /files/out-file-0");
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(stored(run, 0)).isTrue();
    }

    @Test
    void whatNobodyWillKnowOfCountsAsSpentAtOnce() {
        Assignment run = run("openai", "100");
        advance(run, 5);
        assertThat(sum(run, "micros * (known_by > now() + interval '24 hours')::int", "reservation"))
                .isPositive();
        batches(run).cancel();
        assertThat(sum(run, "micros * (known_by <= now())::int", "reservation")).isPositive();
    }

    @Test
    void aBatchOfOpenAiIsFoundAgainByItsMark() {
        Assignment run = run("openai", "");
        handedInAndNotHeard(run);
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.PENDING);
        assertThat(server.asked.stream().filter("POST /batches"::equals)).hasSize(1);
        server.state = "completed";
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(sum(run, "micros", "reservation")).isZero();
    }

    @Test
    void aBatchOfAnthropicWithoutAnIdIsHandedInAnewAndItsMoneyStaysSetAside() {
        Assignment run = run("anthropic", "");
        handedInAndNotHeard(run);
        long once = sum(run, "micros", "reservation");
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.PENDING);
        assertThat(server.asked.stream().filter("POST /messages/batches"::equals))
                .hasSize(2);
        assertThat(sum(run, "micros", "reservation")).isEqualTo(2 * once);
        server.state = "completed";
        advance(run, 5);
        assertThat(sum(run, "micros", "reservation")).isEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504, 524})
    void aBatchThatWasMadeThoughTheAnswerIsAFailureIsFoundByItsMark(int status) {
        Assignment run = run("openai", "");
        server.failing = new BatchServer.Failing("POST /batches", status, true);
        handedInAndNotHeard(run, status == 503 ? ErrorCode.OVERLOADED : ErrorCode.UNAVAILABLE);
        assertThat(sum(run, "micros", "reservation")).isPositive();
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.PENDING);
        assertThat(server.asked.stream().filter("POST /batches"::equals)).hasSize(1);
        assertThat(server.asked).noneMatch(what -> what.startsWith("DELETE"));
        server.state = "completed";
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(stored(run, 0)).isTrue();
    }

    @Test
    void callsOfABatchThatWasNotMadeAreDeletedByTheirNameAndHandedInAgain() {
        assertThat(advance(run("openai", ""), 5).state()).isEqualTo(BatchStep.State.PENDING);
        Assignment run = run("openai", "");
        server.failing = new BatchServer.Failing("POST /batches", 503, false);
        handedInAndNotHeard(run, ErrorCode.OVERLOADED);
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.PENDING);
        assertThat(server.asked.stream().filter(what -> what.startsWith("DELETE")))
                .as("its own, and not those of another batch")
                .containsExactly("DELETE /files/file-1");
        assertThat(server.asked)
                .containsSubsequence("GET /batches", "DELETE /files/file-1", "POST /files", "POST /batches");
        server.state = "completed";
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(stored(run, 0)).isTrue();
    }

    @Test
    void whatFailsBeforeThereIsABatchKeepsNoMoney() {
        Assignment run = run("openai", "");
        server.failing = new BatchServer.Failing("POST /files", 503, false);
        assertFails(run, ErrorCode.OVERLOADED);
        assertThat(sum(run, "micros", "reservation")).isZero();

        Assignment other = run("anthropic", "");
        server.failing = new BatchServer.Failing("POST /messages/batches", 529, false);
        assertFails(other, ErrorCode.OVERLOADED);
        assertThat(sum(other, "micros", "reservation")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"429, RATE_LIMITED", "401, AUTHENTICATION", "404, INVALID_SPEC"})
    void theCallsOfABatchThatIsNotTakenAreDeleted(int status, ErrorCode code) {
        Assignment run = run("openai", "");
        server.failing = new BatchServer.Failing("POST /batches", status, false);
        assertFails(run, code);
        assertThat(server.asked).containsExactly("POST /files", "POST /batches", "DELETE /files/file-0");

        server.keepsFiles = true;
        assertFails(run, code);
        assertThat(server.asked).contains("DELETE /files/file-1");
        assertThat(sum(run, "micros", "reservation")).isZero();
    }

    private void handedInAndNotHeard(Assignment run) {
        server.answers = false;
        handedInAndNotHeard(run, ErrorCode.UNAVAILABLE);
    }

    private void handedInAndNotHeard(Assignment run, ErrorCode code) {
        assertFails(run, code);
        server.answers = true;
        server.failing = new BatchServer.Failing("", 0, false);
        int before = server.asked.size();
        // it may still be on its way
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.PENDING);
        assertThat(server.asked).hasSize(before);
        POSTGRES.as("extraction")
                .useTenant(
                        "a",
                        handle -> handle.execute(
                                "UPDATE facets.provider_batch SET begun_at = now() - interval '1 hour' WHERE run_id = ?",
                                run.runId()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void aServerWithoutBatchesIsNamedAndAKeyThatIsRefusedKeepsNoMoney(String provider) {
        Assignment run = run(provider, "");
        server.status = 404;
        assertFails(run, ErrorCode.INVALID_SPEC);
        server.status = 401;
        assertFails(run, ErrorCode.AUTHENTICATION);
        server.status = 429;
        assertFails(run, ErrorCode.RATE_LIMITED);
        assertThat(sum(run, "micros", "reservation")).isZero();
        server.status = 400;
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(sum(run, "micros", "reservation")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "expired"})
    void aBatchThatFailsAsAWholeGivesItsMoneyBack(String state) {
        Assignment run = run("openai", "");
        advance(run, 5);
        server.state = state;
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(store.kept).isEmpty();
        assertThat(sum(run, "micros", "reservation")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void aBatchThatTheProviderKnowsNoMoreStaysSetAside(String provider) {
        Assignment run = run(provider, "");
        advance(run, 5);
        server.status = 404;
        assertThat(advance(run, 5).state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(sum(run, "micros", "reservation")).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void cancelingReachesTheProviderOrGoesOnWithoutIt(String provider) {
        Assignment run = run(provider, "");
        advance(run, 5);
        Assignment other = run(provider, "");
        advance(other, 5);
        batches(run).cancel();
        batches(run).cancel();
        assertThat(server.asked.stream().filter(what -> what.endsWith("/cancel")))
                .hasSize(1);
        server.status = 500;
        batches(other).cancel();
        assertThat(advance(other, 5).state()).isEqualTo(BatchStep.State.ENDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void anAnswerOfErasedDataLeavesTheBatchForTheRunThatStartsOver(String provider) {
        Assignment run = run(provider, "");
        ReplyStore replies = new ReplyRows(POSTGRES.as("extraction"), new DeploymentKey(new byte[32]), "facets.reply")
                .of(run, cashier);
        advance(run, replies, 5);
        assertThat(advance(run, replies, 5).state()).isEqualTo(BatchStep.State.PENDING);
        server.state = "completed";
        POSTGRES.as("workflows")
                .useTenant(
                        "a",
                        handle -> handle.execute(
                                "UPDATE runs.dataset SET digest = 'without somebody' WHERE dataset_id = ?",
                                run.datasetId()));

        assertThatThrownBy(() -> advance(run, replies, 5))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_ERASED));
        assertThat(sum(run, "calls", "usage")).isZero();
        assertThat(sum(run, "micros", "reservation")).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void anAnswerThatNobodyAsksForAnyMoreIsBilledAndNotStored(String provider) {
        Assignment run = run(provider, "");
        advance(run, 5);
        server.state = "completed";
        BatchStep step = batches(run)
                .advance(
                        round(run, 3),
                        to -> questions(5).each(placed -> {
                            if (placed.position() > 0) {
                                to.accept(placed);
                            }
                        }));

        assertThat(step.state()).isEqualTo(BatchStep.State.ENDED);
        assertThat(IntStream.range(0, 5).filter(i -> stored(run, i)).boxed()).containsExactly(4);
        assertThat(sum(run, "calls", "usage")).isEqualTo(5);
        assertThat(sum(run, "calls * (outcome = 'ANSWERED')::int", "usage")).isEqualTo(2);
        assertThat(sum(run, "micros", "reservation")).isZero();
    }

    private void assertFails(Assignment run, ErrorCode code) {
        assertThatThrownBy(() -> advance(run, 5))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageNotContaining("CANARY");
    }

    private Assignment run(String provider, String budget) {
        return new Runs(POSTGRES, provider.equals("openai") ? "gpt-4.1" : "claude-sonnet-4-5")
                .run("a", provider, budget);
    }

    private static long sum(Assignment run, String column, String table) {
        return new Runs(POSTGRES, "").sum(run, column, table);
    }

    private ProviderBatches batches(Assignment run) {
        return batches(run, store);
    }

    private ProviderBatches batches(Assignment run, ReplyStore replies) {
        return batches(run, replies, alone -> {});
    }

    private ProviderBatches batches(Assignment run, ReplyStore replies, Consumer<Question<?>> alone) {
        BatchRows rows = new BatchRows(POSTGRES.as("extraction"), cashier, "facets.provider_batch");
        return models.batches(run, replies, rows, folder, alone);
    }

    private BatchStep advance(Assignment run, int questions) {
        return advance(run, 3, questions);
    }

    private BatchStep advance(Assignment run, ReplyStore replies, int questions) {
        return advance(run, batches(run, replies), 3, questions);
    }

    private BatchStep advance(Assignment run, int shard, int questions) {
        return advance(run, batches(run), shard, questions);
    }

    private BatchStep advance(Assignment run, ProviderBatches batches, int shard, int questions) {
        BatchStep step = batches.advance(round(run, shard), questions(questions));
        assertThat(folder).isEmptyDirectory();
        return step;
    }

    private static BatchRound round(Assignment run, int shard) {
        return new BatchRound(
                run.run(),
                shard,
                Purpose.SCREEN,
                String.valueOf(run.spec().model().name()));
    }

    private static ProviderBatches.Questions questions(int number) {
        return to -> IntStream.range(0, number).forEach(i -> to.accept(new ProviderBatches.Placed(i, question(i))));
    }

    private static Question.Screen question(int number) {
        return new Question.Screen(
                Questions.FACETS.conversation(), "<conversation>" + number + "</conversation>", "Is it?");
    }

    private static Call call(Assignment run, int number) {
        return PromptedModel.silent(run.spec().model()).call(question(number));
    }

    private boolean stored(Assignment run, int number) {
        return store.find(call(run, number)).isPresent();
    }
}

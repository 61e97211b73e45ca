package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.Purpose;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.TestDatabase;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CashierTest {
    private static final Call CALL = new Call(
            "openai ",
            Purpose.AUDIT,
            "gpt-4.1",
            "system",
            "user",
            Schema.of(JsonObjectSchema.builder().build()),
            0.05,
            500,
            Subject.SEVERAL);
    private static final Price PRICE = new Price(2, 8);
    private static final Reply REPLY = new Reply("{}", Reply.Stop.END, 100, 10);
    private static final long COST = 100 * 2 + 10 * 8;

    private final TestDatabase postgres = TestDatabase.create();
    private final Runs runs = new Runs(postgres, "gpt-4.1");

    @Test
    void whatIsSetAsideForACallGivesWayToWhatItCost() {
        Assignment run = runs.run("a", "");
        Cashier cashier = cashier("extraction");
        Reservation reservation = Reservation.of(run.run(), CALL, PRICE);
        cashier.reserve(reservation);
        assertThat(runs.sum(run, "micros", "reservation")).isEqualTo(reservation.atMostMicros());
        assertThat(runs.sum(run, "calls", "usage")).isZero();

        cashier.settle(Settlement.answered(reservation, REPLY, RateLimits.UNKNOWN));
        assertThat(runs.sum(run, "micros", "reservation")).isZero();
        assertThat(runs.sum(run, "micros", "usage")).isEqualTo(COST);
        assertThat(runs.sum(run, "input_tokens + output_tokens", "usage")).isEqualTo(110);
    }

    @Test
    void tokensAreCountedWhereABudgetOrALimitOfTokensWantsThem() {
        Reservation free = Reservation.of(runs.run("a", "").run(), CALL, PRICE);
        Cashier cashier = cashier("extraction");
        cashier.reserve(free);
        assertThat(free.input().isCounted()).isFalse();
        assertThat(free.input().atMost()).isGreaterThan(free.inputTokens());

        Reservation budgeted = Reservation.of(runs.run("a", "1").run(), CALL, PRICE);
        cashier.reserve(budgeted);
        assertThat(budgeted.input().isCounted()).isTrue();

        cashier.settle(Settlement.answered(
                budgeted, REPLY, new RateLimits(Map.of(Rate.INPUT_TOKENS, new RateLimits.Told(1_000L, 900L, null)))));
        Reservation limited = Reservation.of(free.run(), CALL, PRICE);
        cashier.reserve(limited);
        assertThat(limited.input().isCounted()).isTrue();
    }

    @Test
    void aCallWhoseAnswerWasLostStaysReservedAndOneThatWasRefusedDoesNot() {
        Assignment run = runs.run("a", "");
        assertThatThrownBy(() -> metered(run, call -> {
                            Exchange.nothingHeard();
                            throw new MurmurationException(ErrorCode.UNAVAILABLE, "lost");
                        })
                        .send(CALL))
                .hasMessage("lost");
        long lost = most(run);
        assertThat(runs.sum(run, "micros", "reservation")).isEqualTo(lost);

        assertThatThrownBy(() -> metered(run, call -> {
                            throw new MurmurationException(ErrorCode.UNAVAILABLE, "HTTP 500");
                        })
                        .send(CALL))
                .hasMessage("HTTP 500");
        assertThat(runs.sum(run, "micros", "reservation")).isEqualTo(lost);
        assertThat(runs.sum(run, "calls", "usage")).isEqualTo(2);
    }

    @Test
    void whatCannotBeBookedIsHandedOnAndStaysReserved() {
        Assignment run = runs.run("a", "");
        assertThat(metered(run, call -> {
                            postgres.execute("REVOKE INSERT ON model.usage FROM murmuration_extraction");
                            return REPLY;
                        })
                        .send(CALL))
                .isEqualTo(REPLY);
        assertThat(runs.sum(run, "micros", "reservation")).isEqualTo(most(run));
        assertThat(store(run).find(CALL)).contains(REPLY);

        postgres.execute("GRANT INSERT ON model.usage TO murmuration_extraction");
        assertThatThrownBy(() -> metered(run, call -> {
                            postgres.execute("REVOKE INSERT ON model.usage FROM murmuration_extraction");
                            throw new MurmurationException(ErrorCode.OVERLOADED, "HTTP 529");
                        })
                        .send(CALL))
                .hasMessage("HTTP 529");
        assertThat(runs.sum(run, "micros", "reservation")).isEqualTo(2 * most(run));
    }

    @Test
    void aBudgetIsNeverOverdrawnHoweverManyAskAndRaisingItLetsThemGoOn() throws Exception {
        // each call may cost 4,0xx millionths and costs 280: the last of the budget stays when it has no room for one
        // more
        Assignment run = runs.run("a", "0.02");
        AtomicInteger calls = new AtomicInteger();
        Provider provider = metered(run, call -> {
            calls.incrementAndGet();
            return REPLY;
        });
        AtomicInteger refused = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 200)
                    .forEach(i -> threads.execute(() -> {
                        try {
                            provider.send(CALL);
                        } catch (MurmurationException e) {
                            refused.addAndGet(e.code() == ErrorCode.BUDGET_SPENT ? 1 : 1_000);
                        }
                    }));
        }
        long spent = runs.sum(run, "micros", "usage");
        long dearest = most(run);
        assertThat(spent).isEqualTo(COST * calls.get()).isBetween(20_000 - dearest, 20_000L);
        assertThat(refused).hasValue(200 - calls.get());

        runs.budget(run, 0.04);
        assertThat(provider.send(CALL)).isEqualTo(REPLY);
    }

    @Test
    void whatOneServiceSpendsTheOtherCannotSpendAgain() {
        Assignment run = runs.run("a", "0.01");
        Cashier hierarchy = cashier("hierarchy");
        Reservation first = Reservation.of(run.run(), CALL, PRICE);
        hierarchy.reserve(first);
        hierarchy.settle(Settlement.answered(first, new Reply("{}", Reply.Stop.END, 1_000, 1_000), RateLimits.UNKNOWN));
        Cashier privacy = cashier("privacy");
        assertThatThrownBy(() -> privacy.reserve(Reservation.of(run.run(), CALL, PRICE)))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUDGET_SPENT))
                .hasMessageContaining("of a budget of 0.01 USD 0.01 are spent");
    }

    @Test
    void aProviderThatWantsRestGetsItFromAllProcesses() {
        Assignment run = runs.run("a", "");
        Provider limited = metered(run, call -> {
            throw new MurmurationException(ErrorCode.RATE_LIMITED, "HTTP 429", Duration.ofMinutes(5));
        });
        assertThatThrownBy(() -> limited.send(CALL)).hasMessage("HTTP 429");

        Assignment other = runs.run("b", "");
        Cashier privacy = cashier("privacy");
        assertThatThrownBy(() -> privacy.reserve(Reservation.of(other.run(), CALL, PRICE)))
                .isInstanceOfSatisfying(MurmurationException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                    assertThat(e.retryAfter().orElseThrow()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
                });
    }

    @Test
    void whatHeadersSayOfTheRateHoldsForAllProcesses() {
        Assignment run = runs.run("a", "");
        Cashier first = cashier("extraction");
        Reservation asked = Reservation.of(run.run(), CALL, PRICE);
        first.reserve(asked);
        // one request a minute, and it is used up: the next may come in a minute
        first.settle(Settlement.answered(
                asked, REPLY, new RateLimits(Map.of(Rate.REQUESTS, new RateLimits.Told(1L, 0L, null)))));
        Cashier second = cashier("hierarchy");
        assertThatThrownBy(() -> second.reserve(Reservation.of(run.run(), CALL, PRICE)))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED));
        assertThat(runs.sum(run, "1", "reservation")).isZero();
    }

    @Test
    void aStricterLimitOfTheProviderHoldsBesideTheOperatorsAndALaxerOneDoesNot() {
        Assignment run = runs.run("a", "");
        Cashier operated = new Cashier(postgres.as("extraction"), limited(5L, null));
        Reservation asked = Reservation.of(run.run(), CALL, PRICE);
        operated.reserve(asked);
        operated.settle(Settlement.answered(
                asked, REPLY, new RateLimits(Map.of(Rate.REQUESTS, new RateLimits.Told(1L, 1L, null)))));
        operated.reserve(Reservation.of(run.run(), CALL, PRICE));
        // one a minute, though five are allowed
        assertThatThrownBy(() -> operated.reserve(Reservation.of(run.run(), CALL, PRICE)))
                .isInstanceOfSatisfying(
                        MurmurationException.class,
                        e -> assertThat(e.retryAfter().orElseThrow())
                                .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60)));
    }

    @Test
    void nobodyWaitsForLongerThanTenMinutesBeforeTheProviderIsLookedAtAgain() {
        Assignment run = runs.run("a", "");
        Provider limited = metered(run, call -> {
            throw new MurmurationException(ErrorCode.RATE_LIMITED, "HTTP 429", Duration.ofHours(1));
        });
        assertThatThrownBy(() -> limited.send(CALL)).hasMessage("HTTP 429");
        assertThatThrownBy(() -> limited.send(CALL))
                .isInstanceOfSatisfying(
                        MurmurationException.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofMinutes(10)));
    }

    @Test
    void anOperatorsLimitOfNothingIsRefusedAtTheStart() {
        assertThatThrownBy(() -> new Cashier(postgres.as("extraction"), limited(0L, null)))
                .hasMessageContaining("murmuration.models.requests-per-minute: at least 1, not 0");
        assertThatThrownBy(() -> new Cashier(postgres.as("extraction"), limited(null, -1L)))
                .hasMessageContaining("murmuration.models.tokens-per-minute: at least 1, not -1");
    }

    private static ModelsConfig limited(@Nullable Long requests, @Nullable Long tokens) {
        return TestConfig.at("http://127.0.0.1:1").limited(requests, tokens);
    }

    @Test
    void aModelOfUnknownPriceIsCountedInTokensAndHasNoCost() {
        Assignment run = runs.run("a", "");
        Cashier cashier = cashier("extraction");
        Reservation reservation = Reservation.of(run.run(), CALL, null);
        cashier.reserve(reservation);
        cashier.settle(Settlement.answered(reservation, REPLY, RateLimits.UNKNOWN));
        assertThat(runs.sum(run, "input_tokens", "usage")).isEqualTo(100);
        assertThat(runs.sum(run, "(micros IS NULL)::int", "usage")).isEqualTo(1);
        assertThat(runs.sum(run, "unpriced", "usage")).isEqualTo(1);
    }

    @Test
    void whatHasAPriceIsSummedBesideWhatHasNoneAndABudgetOverBothPausesTheRun() {
        Assignment run = runs.run("a", "");
        Cashier cashier = cashier("extraction");
        for (Price price : Arrays.asList(PRICE, null, PRICE)) {
            Reservation reservation = Reservation.of(run.run(), CALL, price);
            cashier.reserve(reservation);
            cashier.settle(Settlement.answered(reservation, REPLY, RateLimits.UNKNOWN));
        }
        assertThat(runs.sum(run, "micros", "usage")).isEqualTo(2 * COST);
        assertThat(runs.sum(run, "unpriced", "usage")).isEqualTo(1);

        runs.budget(run, 5);
        assertThatThrownBy(() -> cashier.reserve(Reservation.of(run.run(), CALL, PRICE)))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUDGET_SPENT))
                .hasMessageContaining("gpt-4.1 has no price");
    }

    @Test
    void whatFailedCostsNothingAlsoWhereThereIsNoPrice() {
        Assignment run = runs.run("a", "");
        Cashier cashier = cashier("extraction");
        Reservation reservation = Reservation.of(run.run(), CALL, null);
        cashier.reserve(reservation);
        cashier.settle(Settlement.failed(
                reservation, new MurmurationException(ErrorCode.OVERLOADED, "HTTP 529"), new Exchange()));
        assertThat(runs.sum(run, "calls", "usage")).isEqualTo(1);
        assertThat(runs.sum(run, "unpriced", "usage")).isZero();
    }

    @Test
    void whoWaitsForMoneyThatCallsUnderWayHoldIsToldSo() {
        Assignment run = runs.run("a", "0.005");
        Slip first = new Slip(Reservation.of(run.run(), CALL, PRICE));
        Slip second = new Slip(Reservation.of(run.run(), CALL, PRICE));
        UsageRows.within(
                postgres.as("extraction"),
                "a",
                rows -> new Booking(rows, Map.of(), Duration.ofMinutes(2)).book(List.of(first, second)));
        assertThat(first.result().isOver()).isTrue();
        assertThat(second.result().length()).isLessThan(Duration.ofSeconds(1));
        MurmurationException told = second.result().givenUp();
        assertThat(told).hasMessage("the budget's rest is held by calls under way");
        assertThat(told.retryAfter()).contains(Duration.ofSeconds(5));
    }

    @Test
    void whatWasNotBookedMayNotBegin() {
        Slip slip = new Slip(Reservation.of(runs.run("a", "").run(), CALL, PRICE));
        assertThatThrownBy(slip::result)
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
    }

    @Test
    void theMoneyOfSeveralRunsIsTakenInOneOrderWhateverTheOrderOfTheirCalls() throws Exception {
        List<Assignment> ordered = Stream.of(runs.run("a", "1"), runs.run("a", "1"))
                .sorted(Comparator.comparing(run -> run.run().runId()))
                .toList();
        List<Slip> slips = ordered.reversed().stream()
                .map(run -> new Slip(Reservation.of(run.run(), CALL, PRICE)))
                .toList();
        Database held = postgres.as("hierarchy");
        CompletableFuture<Void> booking = held.inTenant("a", handle -> {
            assertThat(locked(handle, ordered.getFirst())).isTrue();
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> UsageRows.within(
                    postgres.as("extraction"),
                    "a",
                    rows -> new Booking(rows, Map.of(), Duration.ofMinutes(2)).book(slips)));
            while (!handle.createQuery(
                            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
                    .mapTo(Boolean.class)
                    .one()) {
                assertThat(waiting).isNotDone();
            }
            // it waits for the first and does not hold the second
            assertThat(locked(handle, ordered.getLast())).isTrue();
            return waiting;
        });
        booking.get(20, TimeUnit.SECONDS);
        assertThat(slips).allSatisfy(slip -> assertThat(slip.result().isOver()).isTrue());
    }

    private static boolean locked(Handle handle, Assignment run) {
        return handle.createQuery("SELECT pg_try_advisory_xact_lock(hashtextextended(:run, 0))")
                .bind("run", run.run().runId())
                .mapTo(Boolean.class)
                .one();
    }

    /** What a call may cost at most, its prompt not counted. */
    private static long most(Assignment run) {
        return Objects.requireNonNull(Reservation.of(run.run(), CALL, PRICE).atMostMicros());
    }

    private Provider metered(Assignment run, Provider provider) {
        return new MeteredCalls(
                provider,
                UnaryOperator.identity(),
                call -> Reservation.of(run.run(), call, PRICE),
                cashier("extraction"),
                store(run),
                new ModelMetrics(new SimpleMeterRegistry()),
                System::nanoTime);
    }

    private ReplyStore store(Assignment run) {
        return new ReplyRows(postgres.as("extraction"), new DeploymentKey(new byte[32]), "facets.reply")
                .of(run, cashier("extraction"));
    }

    private Cashier cashier(String service) {
        return new Cashier(postgres.as(service), TestConfig.at("http://127.0.0.1:1"));
    }
}

package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.Purpose;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands in the database at any moment is what a killed process leaves behind. */
@Timeout(60)
class MeteredCallsTest {
    private static final Price PRICE = new Price(2, 8);
    private static final Reply REPLY = new Reply("{}", Reply.Stop.END, 100, 10);
    private static final int PLACES = 4;
    private static final int UNDER_WAY = Gate.withReady(PLACES);

    private final TestDatabase postgres = TestDatabase.create();
    private final Database database = postgres.as("extraction");
    private final Cashier cashier = new Cashier(database, TestConfig.at("http://127.0.0.1:1"));
    private final Runs runs = new Runs(postgres, "gpt-4.1");
    private final Assignment run = runs.run("a", "");
    private final ReplyStore store =
            new ReplyRows(database, new DeploymentKey(new byte[32]), "facets.reply").of(run, cashier);
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicLong passed = new AtomicLong();
    private final AtomicInteger looked = new AtomicInteger();

    @Test
    void noMoreIsAnsweredAndNotStoredThanIsUnderWayAndWhatIsStoredIsBooked() throws Exception {
        Provider provider = asked(this::answer);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                Call call = call("question " + i);
                replies.add(threads.submit(() -> provider.send(call)));
            }
            while (!replies.stream().allMatch(Future::isDone)) {
                int before = answered.get();
                Left left = left();
                int after = answered.get();
                assertThat(before - left.stored()).isLessThanOrEqualTo(UNDER_WAY);
                assertThat(left.settled()).isEqualTo(left.stored()).isLessThanOrEqualTo(after);
                assertThat(before).isLessThanOrEqualTo((int) (left.settled() + left.open()));
            }
            for (Future<Reply> reply : replies) {
                assertThat(reply.get()).isEqualTo(REPLY);
            }
        }
        assertThat(left()).isEqualTo(new Left(500, 500, 0));
    }

    @Test
    void whatCannotBeStoredIsNotPaidForAgainAndStaysReserved() {
        Provider provider = asked(this::answer);
        postgres.execute("REVOKE INSERT ON facets.reply FROM murmuration_extraction");
        assertThatThrownBy(() -> provider.send(call("question"))).isInstanceOf(MurmurationException.class);
        assertThat(left()).isEqualTo(new Left(0, 0, 1));
        postgres.execute("GRANT INSERT ON facets.reply TO murmuration_extraction");

        assertThat(provider.send(call("question"))).isEqualTo(REPLY);
        assertThat(answered).hasValue(1);
        assertThat(left()).isEqualTo(new Left(1, 0, 1));
    }

    @Test
    void whoIsLateWithAnAnswerGoesOnWithTheOneThatStands() {
        Reply standing = new Reply("{\"rating\": 3}", Reply.Stop.END, 100, 10);
        Provider first = asked(call -> standing);
        Provider late = asked(call -> {
            assertThat(first.send(call)).isEqualTo(standing);
            return REPLY;
        });
        assertThat(late.send(call("question"))).isEqualTo(standing);
        assertThat(left()).as("both were billed").isEqualTo(new Left(1, 2, 0));
    }

    @Test
    void anAnswerThatComesAfterItsConversationWasErasedIsBookedAndNotStored() {
        Provider provider = asked(call -> {
            postgres.execute("UPDATE runs.dataset SET digest = 'without somebody'");
            return answer(call);
        });
        assertThatThrownBy(() -> provider.send(call("question")))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_ERASED));
        assertThat(left()).isEqualTo(new Left(0, 1, 0));
    }

    @Test
    void whoIsInterruptedBeforeItsTurnGivesBackWhatWasSetAside() throws Exception {
        CountDownLatch full = new CountDownLatch(PLACES);
        CountDownLatch end = new CountDownLatch(1);
        Provider provider = metered(
                call -> {
                    full.countDown();
                    await(end);
                    return answer(call);
                },
                store);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < PLACES; i++) {
                Call call = call("question " + i);
                threads.execute(() -> provider.send(call));
            }
            full.await();
            Future<Reply> late = threads.submit(() -> provider.send(call("late")));
            while (left().open() <= PLACES) {
                Thread.onSpinWait();
            }
            late.cancel(true);
            while (left().open() > PLACES) {
                Thread.onSpinWait();
            }
            end.countDown();
        }
        assertThat(left()).isEqualTo(new Left(PLACES, PLACES, 0));
    }

    @Test
    void whatIsReadyIsNotAskedWhenTheProviderWantsToBeLeftAlone() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(1);
        Provider provider = metered(
                call -> {
                    asked.incrementAndGet();
                    await(end);
                    throw new MurmurationException(ErrorCode.RATE_LIMITED, "HTTP 429", Duration.ofMinutes(5));
                },
                store);
        List<Future<Reply>> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < UNDER_WAY; i++) {
                Call call = call("question " + i);
                replies.add(threads.submit(() -> provider.send(call)));
            }
            while (left().open() < UNDER_WAY) {
                Thread.onSpinWait();
            }
            end.countDown();
        }
        assertThat(asked).hasValue(PLACES);
        assertThat(left()).isEqualTo(new Left(0, 0, 0));
        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.exceptionNow())
                        .isInstanceOfSatisfying(
                                MurmurationException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED)));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "OVERLOADED"})
    void aProviderThatIsAwayIsLeftAloneForAWhile(ErrorCode code) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Provider provider = metered(
                call -> {
                    asked.incrementAndGet();
                    throw new MurmurationException(code, "nobody answers");
                },
                store);
        for (int i = 0; i < 20; i++) {
            Call call = call("question " + i);
            assertThatThrownBy(() -> provider.send(call)).isInstanceOf(MurmurationException.class);
        }
        int before = looked.get();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply> waiting = threads.submit(() -> provider.send(call("another")));
            // at its turn, and at its place
            while (looked.get() < before + 2 || left().open() > 0) {
                Thread.onSpinWait();
            }
            waiting.cancel(true);
        }
        assertThat(asked).hasValue(20);

        passed.set(Duration.ofSeconds(5).toNanos());
        assertThatThrownBy(() -> provider.send(call("another"))).isInstanceOf(MurmurationException.class);
        assertThat(asked).hasValue(21);
    }

    @Test
    void whoHasWaitedLongForItsPlaceSetsItsMoneyAsideAnew() throws Exception {
        CountDownLatch full = new CountDownLatch(PLACES);
        CountDownLatch fullAgain = new CountDownLatch(UNDER_WAY);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch endAgain = new CountDownLatch(1);
        Provider provider = metered(
                call -> {
                    boolean first = full.getCount() > 0;
                    full.countDown();
                    fullAgain.countDown();
                    await(first ? end : endAgain);
                    return answer(call);
                },
                store);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (int i = 0; i < PLACES; i++) {
                Call call = call("question " + i);
                threads.execute(() -> provider.send(call));
            }
            full.await();
            for (int i = PLACES; i < UNDER_WAY; i++) {
                Call call = call("question " + i);
                threads.execute(() -> provider.send(call));
            }
            // each at its turn, and the first at their places
            while (looked.get() < UNDER_WAY + PLACES) {
                Thread.onSpinWait();
            }
            OffsetDateTime before = knownBy("max");
            passed.set(Duration.ofSeconds(31).toNanos());
            end.countDown();
            fullAgain.await();
            while (left().open() > PLACES) {
                Thread.onSpinWait();
            }
            assertThat(knownBy("min")).isAfter(before);
        } finally {
            end.countDown();
            endAgain.countDown();
            threads.close();
        }
        assertThat(left()).isEqualTo(new Left(UNDER_WAY, UNDER_WAY, 0));
    }

    /** Answers that are stored, calls that were answered and are booked, calls whose end is not known. */
    private record Left(long stored, long settled, long open) {}

    private OffsetDateTime knownBy(String which) {
        return database.inTenant(
                "a",
                handle -> handle.createQuery("SELECT " + which + "(known_by) FROM model.reservation")
                        .mapTo(OffsetDateTime.class)
                        .one());
    }

    private Left left() {
        return database.inTenant(
                "a",
                handle -> handle.createQuery("""
                        SELECT (SELECT count(*) FROM facets.reply) AS stored,
                               (SELECT coalesce(sum(calls), 0) FROM model.usage WHERE outcome = 'ANSWERED') AS settled,
                               (SELECT count(*) FROM model.reservation) AS open""")
                        .map((row, context) ->
                                new Left(row.getLong("stored"), row.getLong("settled"), row.getLong("open")))
                        .one());
    }

    private Reply answer(@Nullable Call any) {
        answered.incrementAndGet();
        return REPLY;
    }

    /** As a model asks it: what is stored is not asked. */
    private Provider asked(Provider provider) {
        ReplyStore safe = new Unstored(store);
        return new KeptReplies(metered(provider, safe), safe, call -> {});
    }

    private Provider metered(Provider provider, ReplyStore replies) {
        Gate gate = new Gate(Concurrency.of(PLACES));
        return gate.before(new MeteredCalls(
                provider,
                gate::around,
                call -> Reservation.of(run.run(), call, PRICE),
                cashier,
                replies,
                new ModelMetrics(new SimpleMeterRegistry()),
                () -> {
                    looked.incrementAndGet();
                    return System.nanoTime() + passed.get();
                }));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Call call(String user) {
        return new Call(
                "openai ",
                Purpose.AUDIT,
                "gpt-4.1",
                "system",
                user,
                Schema.of(JsonObjectSchema.builder().build()),
                0.05,
                500,
                Subject.SEVERAL);
    }
}

package murmuration.workflows.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Context;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.workflows.runs.Desired;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final Duration POLL = Duration.ofMillis(5);

    private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
    private final MemoryLedger ledger = new MemoryLedger();
    private Runnable errand = () -> {};

    @BeforeEach
    void register() {
        temporal.registerActivitiesImplementations((Errand) () -> errand.run());
    }

    /** An activity that does what a test says. */
    @ActivityInterface
    public interface Errand {
        /** Does it. */
        @ActivityMethod
        void run();
    }

    @AfterEach
    void close() {
        temporal.close();
    }

    @Test
    void aServiceThatIsSilentIsCalledAnew() {
        ApplicationFailure failure = failure(limits(Duration.ofMillis(50)), watch -> untilCut());

        assertThat(failure.getType()).isEqualTo("UNAVAILABLE");
        assertThat(failure.isNonRetryable()).isFalse();
        assertThat(ledger.events()).containsExactly("begin", "excuse");
    }

    @Test
    void aCallIsCutWhenTheOwnerWantsAPause() {
        ledger.desire(Desired.PAUSE, 3);
        ApplicationFailure failure = failure(limits(Duration.ofMinutes(1)), watch -> untilCut());

        assertThat(failure.getType()).isEqualTo("PAUSED");
        assertThat(ledger.events()).containsExactly("begin", "stop");
    }

    @Test
    void aWishIsHeardBeforeTheCall() {
        ledger.desire(Desired.CANCEL, 0);
        ApplicationFailure failure = failure(limits(Duration.ofMinutes(1)), watch -> {
            throw new AssertionError("called");
        });

        assertThat(failure.getType()).isEqualTo("CANCELED");
        assertThat(ledger.events()).containsExactly("begin", "stop");
    }

    @Test
    void aBrokenAttemptIsHeldAgainstTheWorkAndAnOutageIsNot() {
        var broken = failure(limits(Duration.ofMinutes(1)), watch -> {
            throw new MurmurationException(ErrorCode.INTERNAL, "bug");
        });
        var outage = failure(limits(Duration.ofMinutes(1)), watch -> {
            throw new MurmurationException(ErrorCode.RATE_LIMITED, "slower");
        });

        assertThat(List.of(broken.getType(), outage.getType())).containsExactly("INTERNAL", "RATE_LIMITED");
        assertThat(ledger.events()).containsExactly("begin", "begin", "excuse");
    }

    @Test
    void whatLetsARunPauseIsNeitherHeldAgainstTheWorkNorTakesItsProgress() {
        ApplicationFailure failure = failure(limits(Duration.ofMinutes(1)), watch -> {
            throw new MurmurationException(ErrorCode.BUDGET_SPENT, "5.00 of 5.00 USD");
        });

        assertThat(failure.isNonRetryable()).isTrue();
        assertThat(ledger.events()).containsExactly("begin", "stop");
    }

    @Test
    void workThatTookItsWorkersWithItIsGivenUpUntried() {
        ledger.crashed(3);
        ApplicationFailure failure = failure(limits(Duration.ofMinutes(1)), watch -> {
            throw new AssertionError("called");
        });

        assertThat(failure.isNonRetryable()).isTrue();
        assertThat(failure.getType()).isEqualTo("INTERNAL");
        assertThat(ledger.events()).containsExactly("begin", "giveUp");
    }

    @Test
    void aDeletionOfWhichNothingIsHeardIsMadeAnew() {
        ApplicationFailure failure =
                failure(() -> new Calls(limits(Duration.ofMillis(50))).deletions(CallsTest::untilCut));

        assertThat(failure.getType()).isEqualTo("UNAVAILABLE");
        assertThat(failure.isNonRetryable()).isFalse();
    }

    @Test
    void aDeletionThatIsHeardOfIsNotCutHoweverLongItTakes() {
        Duration silence = Duration.ofMillis(500);
        errand = () -> new Calls(limits(silence)).deletions(() -> heardOf(silence.multipliedBy(2)));
        temporal.newActivityStub(Errand.class).run();
    }

    @Test
    void aDeletionThatBreaksOffIsMadeAnewAndOneThatFailsSaysItsCode() {
        Calls calls = new Calls(limits(Duration.ofMinutes(1)));
        var broken = failure(() -> calls.deletions(() -> {
            throw new MurmurationException(ErrorCode.CANCELED, "the process is ending");
        }));
        var refused = failure(() -> calls.deletions(() -> {
            throw new MurmurationException(ErrorCode.CONFLICT, "gone by retention");
        }));

        assertThat(List.of(broken.getType(), refused.getType())).containsExactly("UNAVAILABLE", "CONFLICT");
        assertThat(refused.isNonRetryable()).isTrue();
    }

    @Test
    void aFailureThatSaysHowLongToWaitIsTriedAgainNoSooner() {
        ApplicationFailure failure = failure(limits(Duration.ofMinutes(1)), watch -> {
            throw new MurmurationException(ErrorCode.RATE_LIMITED, "slower", Duration.ofSeconds(7));
        });

        assertThat(failure.getNextRetryDelay()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
    }

    @Test
    void aDelayIsNeverShorterThanTemporalCanTell() {
        CallLimits hasty = new CallLimits(3, 5, POLL, POLL, Duration.ofMillis(1), Duration.ofMillis(1));
        assertThat(hasty.delay(1, 0)).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void delaysDoubleUpToTheirBoundAndAreSpread() {
        CallLimits limits = limits(Duration.ofMinutes(1));
        assertThat(limits.delay(1, 1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(limits.delay(3, 1)).isEqualTo(Duration.ofSeconds(4));
        assertThat(limits.delay(3, 0)).isEqualTo(Duration.ofSeconds(2));
        assertThat(limits.delay(1_000_000, 1)).isEqualTo(Duration.ofSeconds(30));
    }

    private ApplicationFailure failure(CallLimits limits, Consumer<Watch> work) {
        Calls calls = new Calls(limits);
        return failure(() -> calls.watched(ledger, watch -> {
            work.accept(watch);
            return true;
        }));
    }

    private ApplicationFailure failure(Runnable activity) {
        errand = activity;
        ActivityFailure failure = catchThrowableOfType(
                ActivityFailure.class,
                () -> temporal.newActivityStub(Errand.class).run());
        return (ApplicationFailure) Objects.requireNonNull(failure.getCause());
    }

    private static CallLimits limits(Duration silence) {
        return new CallLimits(3, 5, POLL, silence, Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    /** Hears of a service for so long; fails where it is cut meanwhile. */
    private static void heardOf(Duration time) {
        CountDownLatch cut = cut();
        long end = System.nanoTime() + time.toNanos();
        try {
            while (System.nanoTime() < end) {
                Watch.hear();
                if (cut.await(5, TimeUnit.MILLISECONDS)) {
                    throw new MurmurationException(ErrorCode.CANCELED, "cut");
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CountDownLatch cut() {
        CountDownLatch cut = new CountDownLatch(1);
        Context.current().addListener(context -> cut.countDown(), Runnable::run);
        return cut;
    }

    /** What a blocking stub does: it ends when its context is canceled. */
    private static void untilCut() {
        try {
            cut().await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        throw new MurmurationException(ErrorCode.CANCELED, "cut");
    }
}

package murmuration.workflows.steps;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.workflows.runs.Desired;
import murmuration.workflows.runs.ProgressRows.Begun;
import murmuration.workflows.runs.ProgressRows.Count;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the calls of activities: watched, accounted for, and with every failure translated. */
public final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private static final Duration LONGEST_NAP = Duration.ofMinutes(1);

    private final CallLimits limits;

    /** Calls within these limits. */
    public Calls(CallLimits limits) {
        this.limits = limits;
    }

    /** Work on our own rows: short, and not watched. */
    <T> T row(Supplier<T> work) {
        try {
            return work.get();
        } catch (ApplicationFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw TemporalErrors.of(TemporalErrors.known(e), delay(false));
        }
    }

    /** The same without a result. */
    void rows(Runnable work) {
        row(() -> {
            work.run();
            return true;
        });
    }

    /** Work on our own rows that may have services delete what they hold: watched, but accounted for nowhere. */
    <T> T deletion(Supplier<T> work) {
        Watch watch = new Watch(_ -> Desired.RUN, limits, Activity.getExecutionContext());
        try (watch) {
            return watch.run(work);
        } catch (ApplicationFailure e) {
            throw e;
        } catch (RuntimeException e) {
            MurmurationException known = TemporalErrors.known(e);
            @Nullable RuntimeException cut = cut(watch, known);
            throw cut == null ? TemporalErrors.of(known, delay(false)) : cut;
        }
    }

    /** The same without a result. */
    void deletions(Runnable work) {
        deletion(() -> {
            work.run();
            return true;
        });
    }

    /** A call of a service. It ends early with PAUSED or CANCELED where the owner wants it so. */
    <T> T watched(Ledger ledger, Function<Watch, T> call) {
        Begun begun = row(ledger::begin);
        if (begun.desired() != Desired.RUN) {
            rows(ledger::stop);
            throw TemporalErrors.stopped(begun.desired());
        }
        if (ledger.splits() && begun.crashes() > limits.crashes()) {
            throw givenUp(ledger, new MurmurationException(ErrorCode.INTERNAL, "no attempt came to its end"));
        }
        Watch watch = new Watch(ledger::flush, limits, Activity.getExecutionContext());
        T result;
        try (watch) {
            result = watch.run(() -> call.apply(watch));
        } catch (RuntimeException e) {
            throw failed(ledger, watch, begun, e);
        }
        rows(() -> ledger.succeed(watch.latest()));
        return result;
    }

    private RuntimeException failed(Ledger ledger, Watch watch, Begun begun, RuntimeException failure) {
        // what a step works on may be gone before the watch has looked again, and then it fails in any way
        Desired desired = watch.desired() == Desired.RUN ? row(() -> ledger.flush(Count.NONE)) : watch.desired();
        if (desired != Desired.RUN) {
            rows(ledger::stop);
            return TemporalErrors.stopped(desired);
        }
        MurmurationException known = TemporalErrors.known(failure);
        if (known.code() == ErrorCode.BUDGET_SPENT || known.code() == ErrorCode.AUTHENTICATION) {
            // the run pauses, and what is done of the work stands
            rows(ledger::stop);
            warn(known.code());
            return TemporalErrors.of(known, null);
        }
        boolean crashed = known.code() == ErrorCode.INTERNAL && watch.lost() == null;
        if (!crashed) {
            rows(ledger::excuse);
        }
        @Nullable RuntimeException cut = cut(watch, known);
        if (cut != null) {
            return cut;
        }
        warn(known.code());
        @Nullable Duration delay = delay(crashed && begun.crashes() >= limits.crashes());
        if (delay != null && known.retryAfter().isPresent()) {
            // whoever failed knows better, but who pauses or cancels is heard only at the next attempt, which asks
            // nobody
            // before it may; spread, so that not all come back at once
            Duration asked = known.retryAfter().get();
            delay = (asked.compareTo(LONGEST_NAP) > 0 ? LONGEST_NAP : asked)
                    .plus(limits.delay(1, ThreadLocalRandom.current().nextDouble()));
        }
        return delay == null || !known.code().retryable() ? givenUp(ledger, known) : TemporalErrors.of(known, delay);
    }

    /** What is thrown where the call was cut, or broke off; null where it failed by itself. */
    private @Nullable RuntimeException cut(Watch watch, MurmurationException failure) {
        if (watch.lost() instanceof ActivityCanceledException canceled) {
            return canceled;
        }
        if (watch.lost() != null) {
            return retried("the worker is stopping");
        }
        if (watch.silent()) {
            return retried("the service made no progress in " + limits.silence());
        }
        return failure.code() == ErrorCode.CANCELED ? retried("the service broke off") : null;
    }

    private static void warn(ErrorCode code) {
        ActivityInfo activity = Activity.getExecutionContext().getInfo();
        LOG.warn(
                "attempt failed: workflow={} activity={} attempt={} code={}",
                activity.getWorkflowId(),
                activity.getActivityType(),
                activity.getAttempt(),
                code);
    }

    private RuntimeException retried(String message) {
        return TemporalErrors.of(new MurmurationException(ErrorCode.UNAVAILABLE, message), delay(false));
    }

    private ApplicationFailure givenUp(Ledger ledger, MurmurationException failure) {
        rows(ledger::giveUp);
        return TemporalErrors.of(failure, null);
    }

    /** What waits before the next attempt; null where none follows. */
    private @Nullable Duration delay(boolean last) {
        int attempt = Activity.getExecutionContext().getInfo().getAttempt();
        return last || attempt >= limits.attempts()
                ? null
                : limits.delay(attempt, ThreadLocalRandom.current().nextDouble());
    }
}

package murmuration.runtime;

import java.time.Duration;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/**
 * What some of many things failed with, in the order in which they ended. An outage is the failure of all before one's own is,
 * so that nothing is split or given up while a provider is away. Thread-safe.
 */
public final class Setbacks {
    /** So many in a row without one success: the provider is away, and the rest need not be sent after them. */
    private static final int IN_A_ROW = 20;

    private @Nullable MurmurationException worst;
    private int inARow;
    private long wentWell;
    private long failed;

    /** One went well. */
    public synchronized void noneThisTime() {
        inARow = 0;
        wentWell++;
    }

    /** One failed. */
    public synchronized void add(MurmurationException failure) {
        failed++;
        inARow += outage(failure.code()) ? 1 : 0;
        worst = worst == null ? failure : worse(worst, failure);
    }

    /** Whether every further one would fail as well. */
    public synchronized boolean goingOnIsUseless() {
        return inARow >= IN_A_ROW || (worst != null && stops(worst.code()));
    }

    /** Fails with the worst, if there is one. */
    public synchronized void rethrow() {
        if (worst != null) {
            throw worst.amidSuccess(wentWell, failed);
        }
    }

    private static MurmurationException worse(MurmurationException a, MurmurationException b) {
        if (weight(a.code()) != weight(b.code())) {
            return weight(a.code()) > weight(b.code()) ? a : b;
        }
        return wait(a).compareTo(wait(b)) >= 0 ? a : b;
    }

    private static int weight(ErrorCode code) {
        return stops(code) ? 2 : outage(code) ? 1 : 0;
    }

    private static Duration wait(MurmurationException failure) {
        Optional<Duration> wait = failure.retryAfter();
        return wait.orElse(Duration.ZERO);
    }

    private static boolean stops(ErrorCode code) {
        return switch (code) {
            case BUDGET_SPENT, AUTHENTICATION, INVALID_SPEC, CANCELED, STORAGE_FULL -> true;
            default -> false;
        };
    }

    private static boolean outage(ErrorCode code) {
        return switch (code) {
            case RATE_LIMITED, OVERLOADED, UNAVAILABLE -> true;
            default -> false;
        };
    }
}

package murmuration.models;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Database;

/**
 * Lets a call begin once its provider's rate and its run's budget have room for it, and books how it ended: in PostgreSQL, so
 * that all processes share both. What many want at the same moment goes through one transaction. Thread-safe.
 */
public final class Cashier {
    /** Who would have to wait for longer gives way, and is told for how long. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Database database;
    private final RateLimits operator;
    private final Duration longestCall;
    private final Queue<Slip> counter = new ConcurrentLinkedQueue<>();
    private final ReentrantLock booking = new ReentrantLock();

    /** The cashier of one service, which books under that service's role. */
    public Cashier(Database database, ModelsConfig config) {
        this.database = database;
        operator = new RateLimits(
                config.requestsPerMinute().orElse(null),
                null,
                config.tokensPerMinute().orElse(null),
                null);
        longestCall = config.connectTimeout().plus(config.timeout());
    }

    /** Waits until the call may begin; fails where it may not, or not soon. */
    void reserve(Reservation reservation) {
        Duration waited = Duration.ZERO;
        Duration wait = booked(reservation);
        while (!wait.isZero()) {
            waited = waited.plus(wait);
            if (waited.compareTo(PATIENCE) > 0) {
                throw new MurmurationException(
                        ErrorCode.RATE_LIMITED, "the provider is asked as much as it takes", wait);
            }
            LockSupport.parkNanos(wait.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new MurmurationException(ErrorCode.CANCELED, "the call was interrupted");
            }
            wait = booked(reservation);
        }
    }

    /** Books how a call ended. */
    void settle(Settlement settlement) {
        booked(settlement);
    }

    /** Whoever comes first books what all others have put down by then. */
    private Duration booked(Entry entry) {
        Slip mine = new Slip(entry);
        counter.add(mine);
        booking.lock();
        try {
            if (!mine.isBooked()) {
                bookAll();
            }
        } finally {
            booking.unlock();
        }
        return mine.result();
    }

    private void bookAll() {
        List<Slip> slips = new ArrayList<>();
        for (Slip slip = counter.poll(); slip != null; slip = counter.poll()) {
            slips.add(slip);
        }
        slips.stream()
                .collect(Collectors.groupingBy(slip -> slip.entry().run().tenant()))
                .forEach(this::book);
    }

    private void book(String tenant, List<Slip> slips) {
        try {
            UsageRows.within(database, tenant, longestCall, rows -> new Booking(rows, operator).book(slips));
        } catch (MurmurationException e) {
            slips.forEach(slip -> slip.failed(e));
        }
    }
}

package murmuration.models;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Database;

/**
 * Lets a call begin once its provider's rate and its run's budget have room for it, and books how it ended: in PostgreSQL, so
 * that all processes share both. What many want at the same moment goes through one transaction. Thread-safe.
 */
public final class Cashier {
    /** Who would have to wait for longer gives way, and is told for how long; and how long a turn holds that is not taken. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Database database;
    private final Map<Rate, Long> allowed = new EnumMap<>(Rate.class);
    private final Duration longestCall;
    private final Together<Entry, Slip> counter = new Together<>(this::book);

    /** The cashier of one service, which books under that service's role. */
    public Cashier(Database database, ModelsConfig config) {
        this.database = database;
        config.requestsPerMinute().ifPresent(most -> allow(Rate.REQUESTS, most));
        config.tokensPerMinute().ifPresent(most -> allow(Rate.TOKENS, most));
        longestCall = PATIENCE.plus(config.connectTimeout()).plus(config.timeout());
    }

    private void allow(Rate rate, long most) {
        if (most < 1) {
            throw new MurmurationException(
                    ErrorCode.INVALID_SPEC,
                    "murmuration.models." + rate.column() + "-per-minute: at least 1, not " + most
                            + "; leave it out for no limit");
        }
        allowed.put(rate, most);
    }

    /** Waits until the call may begin; fails where it may not, or not soon. */
    void reserve(Reservation reservation) {
        Duration waited = Duration.ZERO;
        Wait wait = booked(reservation);
        while (!wait.isOver()) {
            waited = waited.plus(wait.length());
            if (waited.compareTo(PATIENCE) > 0) {
                throw wait.givenUp();
            }
            park(wait.length());
            wait = booked(reservation);
        }
    }

    /** Waits for as long as a provider wants to be left alone; fails where that is not soon over. */
    static void rest(Duration length) {
        if (length.compareTo(PATIENCE) > 0) {
            throw Wait.forRate(length).givenUp();
        }
        park(length);
    }

    private static void park(Duration length) {
        LockSupport.parkNanos(length.toNanos());
        if (Thread.currentThread().isInterrupted()) {
            throw new MurmurationException(ErrorCode.CANCELED, "the call was interrupted");
        }
    }

    /** What was set aside for a call that is not made. */
    void giveBack(Reservation reservation) {
        booked(new Returned(reservation));
    }

    /** Books how a call ended. */
    void settle(Settlement settlement) {
        booked(settlement);
    }

    /** Books how calls ended, in a transaction that does something else as well. */
    void settle(UsageRows books, List<Settlement> ended) {
        book(books, ended.stream().map(Slip::new).toList());
    }

    /** Does this with the books of a tenant, in one transaction. */
    void within(String tenant, Consumer<UsageRows> work) {
        UsageRows.within(database, tenant, work);
    }

    private Wait booked(Entry entry) {
        return counter.of(entry).result();
    }

    private List<Slip> book(List<Entry> entries) {
        List<Slip> slips = entries.stream().map(Slip::new).toList();
        slips.stream()
                .collect(Collectors.groupingBy(slip -> slip.entry().run().tenant()))
                .forEach(this::book);
        return slips;
    }

    private void book(String tenant, List<Slip> slips) {
        try {
            within(tenant, books -> book(books, slips));
        } catch (MurmurationException e) {
            slips.forEach(slip -> slip.failed(e));
        }
    }

    private void book(UsageRows books, List<Slip> slips) {
        new Booking(books, allowed, longestCall).book(slips);
    }
}

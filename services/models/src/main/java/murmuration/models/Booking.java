package murmuration.models;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;

/** Books slips in one transaction: first what has ended, so that what begins can have its room. */
final class Booking {
    private final UsageRows rows;
    private final Map<Rate, Long> allowed;
    private final Duration longestCall;
    private final Map<RunKey, Purse> purses = new HashMap<>();
    private final List<Reservation> begun = new ArrayList<>();

    /**
     * @param allowed what the operator allows a minute
     * @param longestCall until the end of a call is known
     */
    Booking(UsageRows rows, Map<Rate, Long> allowed, Duration longestCall) {
        this.rows = rows;
        this.allowed = allowed;
        this.longestCall = longestCall;
    }

    void book(List<Slip> slips) {
        List<Settlement> ended = entries(slips, Settlement.class);
        List<Returned> returned = entries(slips, Returned.class);
        rows.settle(ended);
        rows.giveBack(returned.stream().map(each -> each.of().id()).toList());
        SortedMap<String, Lane> lanes = rows.lanes(
                slips.stream().map(slip -> slip.entry().lane()).collect(Collectors.toCollection(TreeSet::new)),
                allowed);
        // what a provider says is left comes after what is given back
        returned.forEach(each -> lanes.computeIfPresent(each.lane(), (name, lane) -> lane.plus(each.of())));
        ended.forEach(
                settlement -> lanes.computeIfPresent(settlement.lane(), (name, lane) -> settled(lane, settlement)));
        purses(slips);
        slips.forEach(slip -> {
            switch (slip.entry()) {
                case Settlement settlement -> slip.booked(Wait.NONE);
                case Returned call -> slip.booked(Wait.NONE);
                case Reservation reservation -> begin(slip, reservation, lanes);
            }
        });
        rows.reserve(begun, longestCall);
        rows.keep(lanes);
    }

    private static <E extends Entry> List<E> entries(List<Slip> slips, Class<E> kind) {
        return slips.stream()
                .map(Slip::entry)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** In one order in all processes, since each is held by who has taken it. */
    private void purses(List<Slip> slips) {
        entries(slips, Reservation.class).stream()
                .map(Entry::run)
                .distinct()
                .sorted(Comparator.comparing(RunKey::runId))
                .forEach(run -> purses.put(run, rows.purse(run)));
    }

    private static Lane settled(Lane lane, Settlement settlement) {
        return lane.used(settlement.of(), settlement.used())
                .told(settlement.limits())
                .closed(settlement.closed());
    }

    private void begin(Slip slip, Reservation reservation, SortedMap<String, Lane> lanes) {
        try {
            Lane lane = Objects.requireNonNull(lanes.get(reservation.lane()));
            Purse purse = Objects.requireNonNull(purses.get(reservation.run()));
            Wait money = Wait.forMoney(purse.until(reservation));
            Wait wait = money.orLonger(Wait.forRate(lane.until(reservation)));
            if (wait.isOver()) {
                purses.put(reservation.run(), purse.minus(reservation));
                lanes.put(reservation.lane(), lane.minus(reservation));
                begun.add(reservation);
            }
            slip.booked(wait);
        } catch (MurmurationException e) {
            // this one's budget is spent; the other entries stand
            slip.failed(e);
        }
    }
}

package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import murmuration.privacy.Inferred;
import murmuration.privacy.RandomRelease;
import murmuration.privacy.RandomRelease.Conversation;
import murmuration.standalone.Readable.Size;

/**
 * A breakdown of a run, or its time line, as a reader has it beside all sizes: linear programming over the tables of
 * base clusters by answers that agree with everything, each number standing for the interval that is rounded to it.
 *
 * <p>Promised (docs/privacy.md): what is shown meets the minimums. A cell under them, at any node, has conversations
 * in a range as wide as the minimum. So have its accounts, by what the bands of its own row tell (docs/method.md,
 * 12). What bands of several rows and levels tell together is not promised.
 */
final class ReadableTable {
    private static final double EPSILON = 1e-6;

    private final Readable readable;
    private final String facet;
    private final String unit;
    private final Map<String, Set<String>> under;
    private final Map<String, List<Conversation>> members = new TreeMap<>();
    private final List<String> leaves;
    private final List<String> values;
    private final Map<String, ReadableRow> rows = new TreeMap<>();
    private final Inferred inferred;

    /** @param kept how many conversations all cells may hold together, by what is told elsewhere */
    ReadableTable(Readable readable, String facet, Inferred.Range kept) {
        this.readable = readable;
        this.facet = facet;
        unit = readable.unit();
        under = readable.under();
        under.forEach((node, below) -> members.put(node, readable.members(below)));
        leaves = List.copyOf(under.getOrDefault(Readable.WHOLE, Set.of()));
        values = conversations(Readable.WHOLE, any -> true).stream()
                .map(this::answer)
                .distinct()
                .sorted()
                .toList();
        List<Inferred.Known> known = new ArrayList<>();
        known.add(known(Readable.WHOLE, any -> true, kept));
        for (String node : under.keySet()) {
            ReadableRow row = readable.row(node, facet);
            rows.put(node, row);
            row.whole().ifPresent(size -> known.add(shown(node, any -> true, size)));
            row.shown().forEach((value, size) -> known.add(shown(node, value::equals, size)));
            row.other().ifPresent(size -> known.add(shown(node, row::folds, size)));
        }
        inferred = new Inferred(leaves.size() * values.size(), known);
    }

    /** That what is shown is true, and of enough people. */
    private Inferred.Known shown(String node, Predicate<String> which, Size size) {
        List<Conversation> here = conversations(node, which);
        assertThat(Readable.isEnough(here)).as("%s %s: %s", node, facet, size).isTrue();
        assertThat((double) Readable.accounts(here))
                .as("%s %s: accounts", node, facet)
                .isBetween(size.accounts().low(), size.accounts().high());
        return known(node, which, size.exactly());
    }

    private Inferred.Known known(String node, Predicate<String> which, Inferred.Range in) {
        assertThat((double) conversations(node, which).size())
                .as("%s %s: conversations", node, facet)
                .isBetween(in.low(), in.high());
        return new Inferred.Known(places(node, which), in);
    }

    /** How many conversations all cells may hold together, by all of this. */
    Inferred.Range kept() {
        return inferred.range(places(Readable.WHOLE, any -> true));
    }

    /** No cell that is too small to be shown can be computed from all of it. Answers how many these are. */
    int check() {
        int small = 0;
        for (Map.Entry<String, ReadableRow> row : rows.entrySet()) {
            for (String value : values) {
                List<Conversation> cell = conversations(row.getKey(), value::equals);
                if (!cell.isEmpty() && !Readable.isEnough(cell)) {
                    small++;
                    check(row.getKey(), row.getValue(), value, cell);
                }
            }
        }
        return small;
    }

    private void check(String node, ReadableRow row, String value, List<Conversation> cell) {
        String what = "run %s, node %s, %s %s: %d".formatted(readable.run(), node, facet, value, cell.size());
        Inferred.Range conversations = inferred.range(places(node, value::equals));
        assertThat(conversations.width())
                .as("%s", what)
                .isGreaterThanOrEqualTo(RandomRelease.MINIMUMS.conversations() - EPSILON);
        double others = inferred.most(places(node, each -> row.folds(each) && !each.equals(value)));
        Inferred.Range accounts = row.accounts(conversations, others);
        assertThat((double) Readable.accounts(cell))
                .as("%s, accounts", what)
                .isBetween(accounts.low() - EPSILON, accounts.high() + EPSILON);
        assertThat(accounts.width())
                .as("%s, accounts", what)
                .isGreaterThanOrEqualTo(RandomRelease.MINIMUMS.accounts() - EPSILON);
    }

    private List<Conversation> conversations(String node, Predicate<String> which) {
        return members.getOrDefault(node, List.of()).stream()
                .filter(each -> which.test(answer(each)))
                .toList();
    }

    private String answer(Conversation each) {
        if (!facet.equals(Readable.TIME)) {
            return each.answer(facet);
        }
        LocalDate day = each.day();
        return (switch (unit) {
                    case "week" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                    case "month" -> day.withDayOfMonth(1);
                    default -> day;
                })
                .toString();
    }

    private Set<Integer> places(String node, Predicate<String> which) {
        Set<String> below = under.getOrDefault(node, Set.of());
        Set<Integer> places = new HashSet<>();
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            for (int value = 0; value < values.size(); value++) {
                if (below.contains(leaves.get(leaf)) && which.test(values.get(value))) {
                    places.add(leaf * values.size() + value);
                }
            }
        }
        return places;
    }
}

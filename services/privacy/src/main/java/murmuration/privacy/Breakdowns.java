package murmuration.privacy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import murmuration.core.Facet;
import murmuration.core.Facets;
import murmuration.runtime.Assignment;

/** Breaks the published clusters and the whole run down by facet and over time. */
final class Breakdowns {
    /** Answers of one facet that are looked at; all others are "other". */
    private static final int MOST_CELLS = 60;

    /** Share of the dated conversations that buckets of time must show, before wider ones are tried. */
    private static final double MOST = 0.8;

    private final SourceRows source;
    private final Assignment run;
    private final Members members;
    private final ClusterTree tree;
    private final SizeRules rules;
    private final Audit audit;

    Breakdowns(SourceRows source, Assignment run, Members members, ClusterTree tree, PublishedTree.Gates gates) {
        this.source = source;
        this.run = run;
        this.members = members;
        this.tree = tree;
        rules = gates.rules();
        audit = gates.audit();
    }

    /**
     * One facet's breakdown.
     *
     * @param cells by node and ordinal
     * @param ranked whether the answers are shown the most frequent first; else in an order of their own
     * @param withheld what of it is not shown, and why; empty where all is
     */
    record Breakdown(String facet, List<CountedCell> cells, boolean ranked, String withheld) {
        private static final Comparator<PublishedCell> RANK = Comparator.comparing(
                        (PublishedCell cell) -> cell.column().kind() != Column.Kind.VALUE)
                .thenComparingLong(Breakdown::rank)
                .thenComparing(cell -> cell.column().label().value());

        Breakdown {
            cells = List.copyOf(cells);
        }

        /** As these counts say it. Ranks come from what is shown: those of exact counts would tell more than it. */
        List<PublishedCell> published(SizeRules rules, Counts counts) {
            SortedMap<Integer, List<PublishedCell>> rows = new TreeMap<>();
            cells.forEach(cell ->
                    rows.computeIfAbsent(cell.node(), node -> new ArrayList<>()).add(cell.published(rules, counts)));
            if (ranked) {
                rows.values().forEach(row -> row.sort(RANK));
            }
            return rows.values().stream()
                    .flatMap(row -> IntStream.range(0, row.size())
                            .mapToObj(i -> row.get(i).at(i)))
                    .toList();
        }

        private static long rank(PublishedCell cell) {
            return cell.column().kind() == Column.Kind.VALUE
                    ? -cell.size().value().conversations()
                    : cell.ordinal();
        }
    }

    /** The breakdown by a facet; none for a text facet. */
    Optional<Breakdown> by(Facet facet) {
        return Variable.of(facet).map(variable -> of(variable, columns(variable)));
    }

    /** The time line, in the narrowest buckets most of which meet the minimums. */
    Breakdown overTime() {
        Breakdown best = new Breakdown("time", List.of(), false, "no bucket of time meets the minimums");
        for (Variable.Unit unit : Variable.Unit.values()) {
            if (unit == Variable.Unit.DAY
                    && run.spec().facets().stream().anyMatch(facet -> facet.id().equals(Facets.WEEKDAY.id()))) {
                // a weekday less its days would be a day that is not shown
                continue;
            }
            Variable.Time time = new Variable.Time(unit);
            List<Column> columns = columns(time);
            if (columns.isEmpty()) {
                continue;
            }
            best = of(time, columns);
            if (columns.size() < MOST_CELLS && shownShare(best) >= MOST) {
                return best;
            }
        }
        return best;
    }

    private double shownShare(Breakdown breakdown) {
        long dated = 0;
        long shown = 0;
        for (CountedCell cell : breakdown.cells()) {
            if (cell.node() == ClusterTree.ROOT && cell.column().kind() != Column.Kind.UNANSWERED) {
                long here = rules.rounded(cell.counted().group().conversations());
                dated += here;
                shown += cell.column().kind() == Column.Kind.VALUE ? here : 0;
            }
        }
        return dated == 0 ? 0 : (double) shown / dated;
    }

    /** The answers that may have a cell of their own, in the order in which they are shown. */
    private List<Column> columns(Variable variable) {
        return switch (variable) {
            case Variable.Closed closed -> {
                Set<String> domain = Set.copyOf(closed.domain());
                yield frequent(variable)
                        .flatMap(value -> Publishable.closedValue(value, domain).stream())
                        .sorted(Comparator.comparingInt(
                                label -> closed.isLong() ? 0 : closed.domain().indexOf(label.value())))
                        .map(Column::of)
                        .toList();
            }
            case Variable.Open open ->
                frequent(variable)
                        .flatMap(value -> Publishable.openValue(value, open.criteria(), audit).stream())
                        .map(Column::of)
                        .toList();
            case Variable.Binned binned -> {
                Set<String> domain = Set.copyOf(binned.labels());
                yield binned.labels().stream()
                        .flatMap(label -> Publishable.closedValue(label, domain).stream())
                        .map(Column::of)
                        .toList();
            }
            case Variable.Time time -> {
                List<String> days = frequent(variable).sorted().toList();
                Set<String> domain = Set.copyOf(days);
                yield days.stream()
                        .flatMap(day -> Publishable.closedValue(day, domain).stream())
                        .map(day -> Column.of(day, time.unit()))
                        .toList();
            }
        };
    }

    private Stream<String> frequent(Variable variable) {
        return source.frequent(run, tree, new AnswerRows(variable), rules).stream()
                .limit(MOST_CELLS);
    }

    private static List<String> rawValues(Variable variable, List<Column> columns) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            values.add(
                    variable instanceof Variable.Binned
                            ? String.valueOf(i)
                            : columns.get(i).label().value());
        }
        return values;
    }

    private Breakdown of(Variable variable, List<Column> values) {
        Tally tally = source.tally(run, tree, members, new AnswerRows(variable), rawValues(variable, values));
        List<Column> columns = new ArrayList<>(values);
        columns.add(Column.of(Column.Kind.SEVERAL));
        columns.add(Column.of(Column.Kind.UNANSWERED));
        columns.add(Column.of(Column.Kind.RARE));
        BitSet never = new BitSet();
        never.set(columns.size() - 1);
        Suppression suppression = Suppression.of(tree, tally, rules.minimums(), never);
        BitSet shownValues = suppression.shown(ClusterTree.ROOT);
        shownValues.clear(values.size(), columns.size());
        if (shownValues.isEmpty()) {
            return new Breakdown(variable.facet(), List.of(), false, whyNothing(tally, values.size()));
        }
        List<CountedCell> cells = new ArrayList<>();
        for (int node = 0; node < tree.size(); node++) {
            cells.addAll(row(variable.facet(), node, columns, tally, suppression));
        }
        boolean ranked =
                variable instanceof Variable.Open || (variable instanceof Variable.Closed closed && closed.isLong());
        return new Breakdown(variable.facet(), cells, ranked, withheld(suppression));
    }

    /** Why none of so many answers is shown; in the same words where there are none. */
    private String whyNothing(Tally tally, int values) {
        return IntStream.range(0, values)
                        .mapToObj(cell -> tally.group(ClusterTree.ROOT, cell))
                        .noneMatch(group -> rules.minimums().met(group.conversations(), group.accounts()))
                ? "no answer meets the minimums and may be named"
                : "no answer can be shown without others being computable";
    }

    private static String withheld(Suppression suppression) {
        if (suppression.tooLarge()) {
            return "not shown for clusters of the lowest levels, where folded cells could have been computed or too much was to prove";
        }
        return suppression.emptied() == 0
                ? ""
                : "not shown for some clusters, where folded cells could have been computed";
    }

    private List<CountedCell> row(String facet, int node, List<Column> columns, Tally tally, Suppression suppression) {
        List<CountedCell> cells = new ArrayList<>();
        suppression.shown(node).stream()
                .forEach(cell -> add(cells, facet, node, columns.get(cell), tally.counted(node, Tally.one(cell))));
        suppression.other(node).ifPresent(other -> add(cells, facet, node, Column.of(Column.Kind.OTHER), other));
        return cells;
    }

    private void add(List<CountedCell> cells, String facet, int node, Column column, Counted counted) {
        Group group = counted.group();
        if (rules.minimums().met(group.conversations(), group.accounts())) {
            cells.add(new CountedCell(node, facet, column, cells.size(), counted));
        }
    }
}

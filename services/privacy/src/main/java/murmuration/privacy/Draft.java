package murmuration.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Everything of a run that may be shown, before it is known how its numbers leave: exactly, or with noise. */
record Draft(
        PublishedTree.Gates gates,
        Members members,
        PublishedTree tree,
        SortedMap<ClusterKey, List<ClusterKey>> nearest,
        List<Breakdowns.Breakdown> breakdowns,
        Coverage coverage,
        Ends ends,
        Optional<String> whyNothing) {
    Draft {
        breakdowns = List.copyOf(breakdowns);
    }

    SizeRules rules() {
        return gates.rules();
    }

    /** Sizes and cells: each meets the minimums. */
    List<Counted> groups() {
        List<Counted> groups = new ArrayList<>(tree.sizes());
        cells().forEach(cell -> groups.add(cell.counted()));
        return groups;
    }

    /** Parts of the coverage, which have the floor alone. */
    List<Counted> parts() {
        return coverage.merged().stream().map(ends::counted).toList();
    }

    Release release(String name, Counts counts, List<String> notes) {
        return new Release(
                name,
                tree.clusters(nearest, counts),
                cells().map(cell -> cell.published(rules(), counts)).toList(),
                tree.nodeIds(),
                counts.areExact()
                        ? coverage.shown(rules())
                        : coverage.shown(rules(), part -> counts.conversations(Counts.Of.PART, ends.counted(part))),
                notes);
    }

    private Stream<CountedCell> cells() {
        return breakdowns.stream().flatMap(breakdown -> breakdown.cells().stream());
    }
}

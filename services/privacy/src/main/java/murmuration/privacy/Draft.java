package murmuration.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import murmuration.core.Manifest;
import murmuration.core.RunSpec;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

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

    /** What its numbers count, as it may be stored. */
    SortedSet<UUID> numbers(Marks marks) {
        return new TreeSet<>(inOrder(marks));
    }

    private List<UUID> inOrder(Marks marks) {
        return Stream.concat(groups().stream(), parts().stream())
                .map(counted -> marks.set(counted.set()))
                .toList();
    }

    /** What it asks for, number by number in their order: the same numbers in another order get other noise. */
    String question(Marks marks, RunSpec.Dp dp) {
        return marks.all(Json.write(List.of(rules(), String.valueOf(dp), inOrder(marks))));
    }

    /** What it counts and by which rules, as it may be stored: the same again is the same release. */
    String digest(Marks marks, RunSpec.@Nullable Dp dp) {
        return marks.all(Json.write(List.of(rules(), String.valueOf(dp), numbers(marks))));
    }

    Release release(String name, Counts counts, List<String> notes) {
        Coverage told = counts.tellUndrawn() ? coverage : coverage.drawn();
        Manifest.Coverage shown = counts.areExact()
                ? told.shown(rules())
                : told.shown(rules(), part -> counts.conversations(Counts.Of.PART, ends.counted(part)));
        return new Release(
                name,
                tree.clusters(nearest, counts, Coverage.kept(shown)),
                breakdowns.stream()
                        .flatMap(breakdown -> breakdown.published(rules(), counts).stream())
                        .toList(),
                tree.nodeIds(),
                shown,
                notes);
    }

    private Stream<CountedCell> cells() {
        return breakdowns.stream().flatMap(breakdown -> breakdown.cells().stream());
    }
}

package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import murmuration.core.UnitVectors;

/**
 * Parents with children, from each child's placement: a parent without a child is gone, and a child that would be the
 * only one of its parent is asked once more without that parent (method.md, 9, guards).
 *
 * <p>It moves where it fits: where some child of the level is no nearer to the middle of its siblings than this one would be.
 */
final class Families {
    private final List<float[]> vectors;
    private final List<Placement> placements;

    private Families(List<float[]> vectors, List<Placement> placements) {
        this.vectors = vectors;
        this.placements = new ArrayList<>(placements);
    }

    /** Families in the order of their first children, and how each child got to its own. */
    record Settled(List<Family> families, List<Placement> placements) {}

    /**
     * Settles them.
     *
     * @param vectors of the children
     * @param names of the parents
     * @param again asks for a child's parent among these parents
     */
    static Settled settle(
            List<float[]> vectors,
            List<String> names,
            List<Placement> placements,
            BiFunction<Integer, List<Integer>, Placement> again) {
        Families families = new Families(vectors, placements);
        families.moveLone(again);
        List<Family> settled = families.byParent().entrySet().stream()
                .map(entry -> new Family(names.get(entry.getKey()), entry.getValue()))
                .sorted(Comparator.comparing(family -> family.children().getFirst()))
                .toList();
        return new Settled(settled, List.copyOf(families.placements));
    }

    private void moveLone(BiFunction<Integer, List<Integer>, Placement> again) {
        SortedMap<Integer, List<Integer>> before = byParent();
        List<Integer> full = before.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
        if (full.isEmpty()) {
            return;
        }
        double farthest = farthest(before.values());
        for (List<Integer> children : before.values()) {
            if (children.size() == 1) {
                int child = children.getFirst();
                Placement other = again.apply(child, full);
                if (nearness(child, before.getOrDefault(other.parent(), List.of())) >= farthest) {
                    placements.set(child, other);
                }
            }
        }
    }

    /** How near the one child is that is farthest from its siblings. */
    private double farthest(Collection<List<Integer>> families) {
        return families.stream()
                .filter(children -> children.size() > 1)
                .flatMap(children -> children.stream().map(child -> nearness(child, children)))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Cosine of a child and the middle of the others. */
    private double nearness(int child, List<Integer> family) {
        return UnitVectors.cosine(
                vectors.get(child),
                UnitVectors.mean(family.stream()
                        .filter(other -> other != child)
                        .map(vectors::get)
                        .toList()));
    }

    private SortedMap<Integer, List<Integer>> byParent() {
        SortedMap<Integer, List<Integer>> children = new TreeMap<>();
        IntStream.range(0, placements.size())
                .forEach(i -> children.computeIfAbsent(placements.get(i).parent(), p -> new ArrayList<>())
                        .add(i));
        return children;
    }
}

package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Parents with children, from each child's placement: a parent without a child is gone, and a child that would be the
 * only one of its parent is asked once more without that parent (method.md, 9, guards).
 *
 * <p>It moves where it fits: where it is at least as near to the middle of its new siblings as the farthest of them is.
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
        for (List<Integer> children : before.values()) {
            if (children.size() == 1) {
                int child = children.getFirst();
                Placement other = again.apply(child, full);
                if (fits(child, before.getOrDefault(other.parent(), List.of()))) {
                    placements.set(child, other);
                }
            }
        }
    }

    private boolean fits(int child, List<Integer> siblings) {
        List<float[]> others = siblings.stream().map(vectors::get).toList();
        float[] middle = UnitVectors.mean(others);
        double farthest = others.stream()
                .mapToDouble(other -> UnitVectors.cosine(other, middle))
                .min()
                .orElse(1);
        return UnitVectors.cosine(vectors.get(child), middle) >= farthest;
    }

    private SortedMap<Integer, List<Integer>> byParent() {
        SortedMap<Integer, List<Integer>> children = new TreeMap<>();
        IntStream.range(0, placements.size())
                .forEach(i -> children.computeIfAbsent(placements.get(i).parent(), p -> new ArrayList<>())
                        .add(i));
        return children;
    }
}

package murmuration.offline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import murmuration.core.UnitVectors;

/** Groups of unit vectors that are near each other. */
final class Vectors {
    private Vectors() {}

    /** The one of a group that is nearest to all of it; of equally near ones the first. */
    static int central(List<Integer> group, List<float[]> vectors) {
        int best = group.getFirst();
        double most = Double.NEGATIVE_INFINITY;
        for (int i : group) {
            double sum = group.stream()
                    .mapToDouble(j -> UnitVectors.cosine(vectors.get(i), vectors.get(j)))
                    .sum();
            if (sum > most) {
                most = sum;
                best = i;
            }
        }
        return best;
    }

    /**
     * Groups by Ward's method (1963): the two groups whose union adds least to the spread become one until so many are
     * left. Groups and what is in them are in the order of the vectors. Cubic, for some hundred vectors.
     */
    static List<List<Integer>> groups(List<float[]> vectors, int wanted) {
        List<List<Integer>> groups = new ArrayList<>();
        IntStream.range(0, vectors.size()).forEach(i -> groups.add(new ArrayList<>(List.of(i))));
        double[][] far = new double[vectors.size()][vectors.size()];
        for (int i = 0; i < far.length; i++) {
            for (int j = 0; j < far.length; j++) {
                far[i][j] = 2 - 2 * UnitVectors.cosine(vectors.get(i), vectors.get(j));
            }
        }
        while (groups.size() > Math.max(1, wanted)) {
            mergeNearest(groups, far);
        }
        groups.forEach(group -> group.sort(Comparator.naturalOrder()));
        groups.sort(Comparator.comparing(List::getFirst));
        return groups;
    }

    /** Keeps in {@code far} the cost of merging two groups, each in the row of its first (Lance and Williams, 1967). */
    private static void mergeNearest(List<List<Integer>> groups, double[][] far) {
        int a = 0;
        int b = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < groups.size(); i++) {
            for (int j = i + 1; j < groups.size(); j++) {
                double cost = far[groups.get(i).getFirst()][groups.get(j).getFirst()];
                if (cost < least) {
                    least = cost;
                    a = i;
                    b = j;
                }
            }
        }
        List<Integer> kept = groups.get(a);
        List<Integer> gone = groups.remove(b);
        int to = kept.getFirst();
        int from = gone.getFirst();
        double between = far[to][from];
        for (List<Integer> other : groups) {
            int o = other.getFirst();
            double n = kept.size() + gone.size() + other.size();
            double cost = ((kept.size() + other.size()) * far[to][o]
                            + (gone.size() + other.size()) * far[from][o]
                            - other.size() * between)
                    / n;
            far[to][o] = cost;
            far[o][to] = cost;
        }
        kept.addAll(gone);
    }
}

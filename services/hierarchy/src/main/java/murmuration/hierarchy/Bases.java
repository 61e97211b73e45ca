package murmuration.hierarchy;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which base clusters stand under each cluster of a level, through survivors only. */
final class Bases {
    private Bases() {}

    /** Cluster of the last level → base clusters under it. */
    static SortedMap<Integer, SortedSet<Integer>> of(List<List<ClusterRow>> levels) {
        SortedMap<Integer, SortedSet<Integer>> under = new TreeMap<>();
        levels.getFirst().forEach(base -> under.put(base.k(), new TreeSet<>(List.of(base.k()))));
        for (List<ClusterRow> level : levels.subList(0, levels.size() - 1)) {
            SortedMap<Integer, SortedSet<Integer>> above = new TreeMap<>();
            for (ClusterRow child : level) {
                SortedSet<Integer> bases = under.get(child.k());
                if (child.parent() != null && child.survives() && bases != null) {
                    above.computeIfAbsent(child.parent(), k -> new TreeSet<>()).addAll(bases);
                }
            }
            under.clear();
            under.putAll(above);
        }
        return under;
    }
}

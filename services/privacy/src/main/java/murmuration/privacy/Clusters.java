package murmuration.privacy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All clusters of a run, by level and index. Immutable. */
final class Clusters {
    private final SortedMap<ClusterKey, ClusterRow> rows;
    private final SortedMap<ClusterKey, List<Integer>> bases = new TreeMap<>();

    Clusters(List<ClusterRow> all) {
        SortedMap<ClusterKey, ClusterRow> byKey = new TreeMap<>();
        all.forEach(row -> byKey.put(row.key(), row));
        rows = Collections.unmodifiableSortedMap(byKey);
        for (ClusterRow row : rows.values()) {
            if (row.key().level() == 0 && row.passed()) {
                addToAncestors(row);
            }
        }
    }

    private void addToAncestors(ClusterRow base) {
        @Nullable ClusterRow at = base;
        while (at != null) {
            bases.computeIfAbsent(at.key(), key -> new ArrayList<>())
                    .add(base.key().k());
            at = parentOf(at);
        }
    }

    @Nullable
    ClusterRow parentOf(ClusterRow row) {
        ClusterKey key = row.parentKey();
        return key == null ? null : rows.get(key);
    }

    /** In the order of level and index. */
    List<ClusterRow> all() {
        return List.copyOf(rows.values());
    }

    List<ClusterRow> level(int level) {
        return rows.values().stream().filter(row -> row.key().level() == level).toList();
    }

    /** The centroids whose members make up this cluster: its own, or those of the surviving base clusters under it. */
    List<Integer> basesOf(ClusterRow row) {
        return row.key().level() == 0 ? List.of(row.key().k()) : List.copyOf(bases.getOrDefault(row.key(), List.of()));
    }
}

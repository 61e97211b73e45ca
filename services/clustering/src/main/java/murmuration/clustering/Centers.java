package murmuration.clustering;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import murmuration.clustering.ClusterRows.Place;
import murmuration.clustering.ClusterRows.Text;
import org.jspecify.annotations.Nullable;

/** Where clusters of each level stand: base clusters where the layout puts them, the others amid the base clusters below. */
final class Centers {
    /** Weighted sums of x and y, and the weight, by level and index. */
    private final Map<Key, double[]> sums = new HashMap<>();

    private record Key(int level, int k) {}

    /**
     * Sums up the tree.
     *
     * @param clusters every cluster of every level, withheld ones too, since those link the levels
     * @param base the clusters that the layout has placed, in its order
     */
    Centers(List<Text> clusters, List<Text> base, Layout layout) {
        Map<Key, Integer> parents = new HashMap<>();
        for (Text cluster : clusters) {
            if (cluster.parent() != null) {
                parents.put(new Key(cluster.level(), cluster.k()), cluster.parent());
            }
        }
        for (int i = 0; i < base.size(); i++) {
            Text cluster = base.get(i);
            Key key = new Key(cluster.level(), cluster.k());
            add(key, layout.x()[i], layout.y()[i], cluster.conversations());
            for (@Nullable Integer parent = parents.get(key); parent != null; parent = parents.get(key)) {
                key = new Key(key.level() + 1, parent);
                add(key, layout.x()[i], layout.y()[i], cluster.conversations());
            }
        }
    }

    /** The place of a cluster; the middle of the map where it has no placed cluster below. */
    Place of(Text cluster) {
        double[] sum = sums.get(new Key(cluster.level(), cluster.k()));
        return sum == null
                ? new Place(cluster.level(), cluster.k(), 0.5f, 0.5f)
                : new Place(cluster.level(), cluster.k(), (float) (sum[0] / sum[2]), (float) (sum[1] / sum[2]));
    }

    private void add(Key key, double x, double y, long conversations) {
        double[] sum = Objects.requireNonNull(sums.computeIfAbsent(key, ignored -> new double[3]));
        double weight = Math.max(1, conversations);
        sum[0] += weight * x;
        sum[1] += weight * y;
        sum[2] += weight;
    }
}

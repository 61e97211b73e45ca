package murmuration.privacy;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import murmuration.core.Embedder;
import murmuration.core.UnitVectors;

/** Which clusters of a level are near each other, by their published texts alone: members' vectors have no part in it. */
final class Nearest {
    private static final int NEIGHBORS = 5;

    private final Embedder embedder;

    Nearest(Embedder embedder) {
        this.embedder = embedder;
    }

    /** For each cluster the nearest others of its level, nearest first, ties to the lower index. */
    SortedMap<ClusterKey, List<ClusterKey>> of(SortedMap<ClusterKey, Publishable<ReviewedText>> texts) {
        SortedMap<ClusterKey, List<ClusterKey>> nearest = new TreeMap<>();
        TreeMap<Integer, SortedMap<ClusterKey, String>> levels = new TreeMap<>();
        texts.forEach((key, text) -> levels.computeIfAbsent(key.level(), level -> new TreeMap<>())
                .put(key, text.value().label().text()));
        levels.values().forEach(level -> nearest.putAll(ofLevel(level)));
        return nearest;
    }

    private SortedMap<ClusterKey, List<ClusterKey>> ofLevel(SortedMap<ClusterKey, String> texts) {
        List<ClusterKey> keys = List.copyOf(texts.keySet());
        List<float[]> vectors = embedder.embed(List.copyOf(texts.values())).rows();
        List<List<ClusterKey>> found = IntStream.range(0, keys.size())
                .parallel()
                .mapToObj(i -> neighbors(i, vectors).stream().map(keys::get).toList())
                .toList();
        SortedMap<ClusterKey, List<ClusterKey>> nearest = new TreeMap<>();
        for (int i = 0; i < keys.size(); i++) {
            nearest.put(keys.get(i), found.get(i));
        }
        return nearest;
    }

    private static List<Integer> neighbors(int self, List<float[]> vectors) {
        return UnitVectors.byNearness(vectors.get(self), vectors).stream()
                .filter(i -> i != self)
                .limit(NEIGHBORS)
                .toList();
    }
}

package murmuration.privacy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import murmuration.core.Embedder;
import murmuration.core.Matrix;

/** Which clusters of a level are near each other, by their published texts alone: members' vectors have no part in it. */
final class Nearest {
    private static final int NEIGHBORS = 5;
    /** What the embedding service takes at once. */
    private static final int PAGE = 10_000;

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
        float[][] vectors = embed(List.copyOf(texts.values()));
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

    private float[][] embed(List<String> texts) {
        float[][] vectors = new float[texts.size()][];
        for (int from = 0; from < texts.size(); from += PAGE) {
            Matrix page = embedder.embed(texts.subList(from, Math.min(from + PAGE, texts.size())));
            for (int i = 0; i < page.n(); i++) {
                vectors[from + i] = page.row(i);
            }
        }
        return vectors;
    }

    private static List<Integer> neighbors(int self, float[][] vectors) {
        double[] similarity = Arrays.stream(vectors)
                .mapToDouble(vector -> dot(vectors[self], vector))
                .toArray();
        return IntStream.range(0, vectors.length)
                .filter(i -> i != self)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -similarity[i])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(NEIGHBORS)
                .toList();
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}

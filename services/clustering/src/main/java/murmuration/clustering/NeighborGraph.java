package murmuration.clustering;

import static murmuration.core.MurmurationException.require;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import murmuration.core.Matrix;
import murmuration.core.VectorStore.Block;
import murmuration.core.VectorStore.Place;
import murmuration.runtime.Parallel;

/** The fuzzy graph of exact nearest neighbors by cosine distance (UMAP's paper, 3.1): symmetric, weights up to 1. */
final class NeighborGraph {
    private static final int HALVINGS = 64;

    /** Weight by both ends; the key is {@code from * n + to}. */
    private final Map<Long, Double> weights = new TreeMap<>();

    private final int n;

    private NeighborGraph(int n) {
        this.n = n;
    }

    /** What is done with an edge. */
    @FunctionalInterface
    interface Use {
        void edge(int from, int to, double weight);
    }

    /** Connects each of the vectors with its {@code k} nearest. */
    static NeighborGraph of(Matrix vectors, int k) {
        require(k >= 1 && k <= Outside.LIMIT, "a graph of %d neighbors cannot be made", k);
        NeighborGraph graph = new NeighborGraph(vectors.n());
        int[] self = IntStream.range(0, vectors.n()).toArray();
        try (Parallel parallel = new Parallel(1, () -> {})) {
            Outside outside = new Outside(BestKernel.INSTANCE, parallel, vectors);
            outside.add(0, new Block(self, vectors), self);
            Outside.Best[] nearest = outside.best();
            for (int i = 0; i < nearest.length; i++) {
                graph.connect(i, nearest[i], k);
            }
        }
        return graph;
    }

    private void connect(int from, Outside.Best nearest, int k) {
        List<Place> places = nearest.places();
        double[] distances = IntStream.range(0, Math.min(k, places.size()))
                .mapToDouble(j -> Math.max(0, 1 - nearest.similarity(j)))
                .toArray();
        double width = width(distances);
        for (int j = 0; j < distances.length; j++) {
            double weight = StrictMath.exp(-(distances[j] - distances[0]) / width);
            int to = places.get(j).position();
            union(from, to, weight);
            union(to, from, weight);
        }
    }

    private void union(int from, int to, double weight) {
        weights.merge((long) from * n + to, weight, (a, b) -> a + b - a * b);
    }

    /** The width at which the weights sum to log₂ of their number. */
    private static double width(double[] distances) {
        double wanted = StrictMath.log(distances.length) / StrictMath.log(2);
        double low = 1e-6;
        double high = 10;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            double sum = 0;
            for (double distance : distances) {
                sum += StrictMath.exp(-(distance - distances[0]) / middle);
            }
            if (sum > wanted) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /** The largest weight. */
    double strongest() {
        return weights.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
    }

    /** Shows every edge, in both directions, in order. */
    void each(Use use) {
        weights.forEach((key, weight) -> use.edge((int) (key / n), (int) (key % n), weight));
    }
}

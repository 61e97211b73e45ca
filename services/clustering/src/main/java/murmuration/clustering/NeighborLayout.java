package murmuration.clustering;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import murmuration.core.Matrix;

/**
 * A layout that keeps neighbors together, after UMAP (McInnes, Healy and Melville, 2018), with 15 neighbors, cosine
 * distances and a least distance of zero.
 *
 * <p>Deviations: neighbors are exact; similarity in the plane is {@code 1 / (1 + a r²)}, whose exponent needs no power
 * function, with {@code a} fitted to a least distance of zero; edges are followed one after the other on one thread, so
 * that the same input gives the same bytes.
 */
final class NeighborLayout {
    private static final int NEIGHBORS = 15;
    private static final int EPOCHS = 400;
    private static final int REPULSED = 5;
    private static final double A = 1.6;
    private static final double EXTENT = 10;
    private static final double STEEPEST = 4;

    private final double[] x;
    private final double[] y;
    private final SplittableRandom random;

    private NeighborLayout(double[][] start, long seed) {
        double widest = 1e-12;
        for (double[] axis : start) {
            for (double value : axis) {
                widest = Math.max(widest, Math.abs(value));
            }
        }
        random = new SplittableRandom(seed);
        x = begun(start[0], widest);
        y = begun(start[1], widest);
    }

    /** A little noise parts what is equal. */
    private double[] begun(double[] axis, double widest) {
        double[] begun = new double[axis.length];
        for (int i = 0; i < axis.length; i++) {
            begun[i] = EXTENT * axis[i] / widest + 1e-3 * (random.nextDouble() - 0.5);
        }
        return begun;
    }

    /** Coordinates, first all x, then all y. */
    static double[][] of(Matrix vectors, double[][] start, long seed) {
        NeighborLayout layout = new NeighborLayout(start, seed);
        layout.follow(edges(vectors));
        return new double[][] {layout.x, layout.y};
    }

    /** A pull between two points; followed in every {@code every}-th epoch. */
    private record Edge(int from, int to, double every) {}

    private static List<Edge> edges(Matrix vectors) {
        NeighborGraph graph = NeighborGraph.of(vectors, Math.min(NEIGHBORS, vectors.n() - 1));
        double strongest = graph.strongest();
        List<Edge> edges = new ArrayList<>();
        graph.each((from, to, weight) -> {
            // weaker ones would not be followed once
            if (weight >= strongest / EPOCHS) {
                edges.add(new Edge(from, to, strongest / weight));
            }
        });
        return edges;
    }

    private void follow(List<Edge> edges) {
        double[] due = edges.stream().mapToDouble(Edge::every).toArray();
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            double rate = 1 - (epoch - 1.0) / EPOCHS;
            for (int e = 0; e < due.length; e++) {
                if (due[e] <= epoch) {
                    due[e] += edges.get(e).every();
                    pull(edges.get(e).from(), edges.get(e).to(), rate);
                    for (int i = 0; i < REPULSED; i++) {
                        repulse(edges.get(e).from(), random.nextInt(x.length), rate);
                    }
                }
            }
        }
    }

    private void pull(int from, int to, double rate) {
        double dx = x[from] - x[to];
        double dy = y[from] - y[to];
        double strength = -2 * A / (1 + A * (dx * dx + dy * dy));
        double moveX = rate * bounded(strength * dx);
        double moveY = rate * bounded(strength * dy);
        x[from] += moveX;
        y[from] += moveY;
        x[to] -= moveX;
        y[to] -= moveY;
    }

    private void repulse(int from, int other, double rate) {
        if (from == other) {
            return;
        }
        double dx = x[from] - x[other];
        double dy = y[from] - y[other];
        double square = dx * dx + dy * dy;
        double strength = 2 / ((0.001 + square) * (1 + A * square));
        x[from] += rate * bounded(strength * dx);
        y[from] += rate * bounded(strength * dy);
    }

    private static double bounded(double gradient) {
        return Math.max(-STEEPEST, Math.min(STEEPEST, gradient));
    }
}

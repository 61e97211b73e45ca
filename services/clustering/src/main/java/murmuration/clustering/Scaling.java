package murmuration.clustering;

import java.util.stream.IntStream;
import murmuration.core.Matrix;

/** Multidimensional scaling by stress majorization (SMACOF; de Leeuw, 1977) of the cosine distances of a few vectors. */
final class Scaling {
    private static final int ITERATIONS = 300;

    private Scaling() {}

    /** Improves a start; first all x, then all y. */
    static double[][] of(Matrix vectors, double[][] start) {
        double[][] wanted = distances(vectors);
        double[][] at = start;
        for (int i = 0; i < ITERATIONS; i++) {
            at = majorized(wanted, at);
        }
        return at;
    }

    /** The Guttman transform: each point moves to where all others would like it, on average. */
    private static double[][] majorized(double[][] wanted, double[][] at) {
        int n = wanted.length;
        double[][] next = new double[2][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double dx = at[0][i] - at[0][j];
                double dy = at[1][i] - at[1][j];
                double distance = Math.sqrt(dx * dx + dy * dy);
                double ratio = distance > 1e-12 ? wanted[i][j] / distance : 0;
                next[0][i] += (at[0][j] + ratio * dx) / n;
                next[1][i] += (at[1][j] + ratio * dy) / n;
            }
        }
        return next;
    }

    /** Cosine distances of all pairs, {@code n × n}. */
    private static double[][] distances(Matrix vectors) {
        return IntStream.range(0, vectors.n())
                .mapToObj(i -> IntStream.range(0, vectors.n())
                        .mapToDouble(j -> Math.max(0, 1 - Vectors.product(vectors, i, vectors, j)))
                        .toArray())
                .toArray(double[][]::new);
    }
}

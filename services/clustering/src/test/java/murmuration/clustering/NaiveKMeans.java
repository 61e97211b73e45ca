package murmuration.clustering;

import murmuration.core.Matrix;

/** Spherical k-means written down as it is defined, in doubles, to compare with. */
final class NaiveKMeans {
    private final Matrix points;
    private final double[][] centroids;
    private final int[] assignment;

    NaiveKMeans(Matrix points, Matrix start) {
        this.points = points;
        assignment = new int[points.n()];
        centroids = new double[start.n()][start.d()];
        for (int c = 0; c < centroids.length; c++) {
            for (int t = 0; t < start.d(); t++) {
                centroids[c][t] = start.values()[c * start.d() + t];
            }
        }
    }

    /** Goes on until no point changes its cluster. */
    void settle() {
        while (assign()) {
            for (int c = 0; c < centroids.length; c++) {
                center(c);
            }
        }
    }

    int[] assignment() {
        return assignment.clone();
    }

    double total() {
        double total = 0;
        for (int i = 0; i < assignment.length; i++) {
            total += product(i, assignment[i]);
        }
        return total;
    }

    private boolean assign() {
        boolean changed = false;
        for (int i = 0; i < assignment.length; i++) {
            int best = 0;
            for (int c = 1; c < centroids.length; c++) {
                best = product(i, c) > product(i, best) ? c : best;
            }
            changed |= assignment[i] != best;
            assignment[i] = best;
        }
        return changed;
    }

    private void center(int c) {
        double[] sum = new double[points.d()];
        double square = 0;
        for (int t = 0; t < sum.length; t++) {
            for (int i = 0; i < assignment.length; i++) {
                sum[t] += assignment[i] == c ? points.values()[i * sum.length + t] : 0;
            }
            square += sum[t] * sum[t];
        }
        for (int t = 0; t < sum.length; t++) {
            centroids[c][t] = sum[t] / Math.sqrt(square);
        }
    }

    private double product(int i, int c) {
        double sum = 0;
        for (int t = 0; t < points.d(); t++) {
            sum += points.values()[i * points.d() + t] * centroids[c][t];
        }
        return sum;
    }
}

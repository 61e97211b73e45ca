package murmuration.privacy;

import java.util.Arrays;

/**
 * An attacker's tool: the largest value of a linear form over all x ≥ 0 with A x = b. Dense two-phase simplex with Bland's
 * rule, for tables of a few dozen cells; shares nothing with the code under test.
 */
final class Simplex {
    private static final double EPSILON = 1e-7;
    private static final int MOST_PIVOTS = 10_000;

    private final int variables;
    private double[][] rows;
    private int[] basis;

    Simplex(double[][] a, double[] b) {
        variables = a[0].length;
        rows = new double[a.length][];
        basis = new int[a.length];
        for (int i = 0; i < a.length; i++) {
            rows[i] = Arrays.copyOf(a[i], variables + a.length + 1);
            rows[i][variables + i] = 1;
            rows[i][variables + a.length] = b[i];
            basis[i] = variables + i;
        }
        double[] artificial = new double[variables + a.length];
        Arrays.fill(artificial, variables, artificial.length, -1);
        optimize(artificial, artificial.length);
        if (value(artificial) < -1e-6) {
            throw new IllegalStateException("no table agrees with what is shown");
        }
        dropArtificial();
    }

    /** Goes on from where the last question ended. */
    double maximum(double[] form) {
        return optimize(form, variables);
    }

    private void dropArtificial() {
        boolean[] redundant = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            if (basis[i] >= variables) {
                int column = 0;
                while (column < variables && Math.abs(rows[i][column]) < EPSILON) {
                    column++;
                }
                if (column < variables) {
                    pivot(i, column);
                } else {
                    redundant[i] = true;
                }
            }
        }
        int kept = 0;
        for (int i = 0; i < rows.length; i++) {
            if (!redundant[i]) {
                double right = rows[i][rows[i].length - 1];
                rows[kept] = Arrays.copyOf(rows[i], variables + 1);
                rows[kept][variables] = right;
                basis[kept++] = basis[i];
            }
        }
        rows = Arrays.copyOf(rows, kept);
        basis = Arrays.copyOf(basis, kept);
    }

    private double optimize(double[] form, int allowed) {
        for (int pivots = 0; pivots < MOST_PIVOTS; pivots++) {
            int entering = 0;
            while (entering < allowed && reduced(form, entering) <= EPSILON) {
                entering++;
            }
            if (entering == allowed) {
                return value(form);
            }
            pivot(leaving(entering), entering);
        }
        throw new IllegalStateException("more than " + MOST_PIVOTS + " pivots");
    }

    private double reduced(double[] form, int column) {
        double reduced = form[column];
        for (int i = 0; i < rows.length; i++) {
            reduced -= form[basis[i]] * rows[i][column];
        }
        return reduced;
    }

    private int leaving(int entering) {
        int leaving = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rows.length; i++) {
            if (rows[i][entering] > EPSILON) {
                double ratio = rows[i][rows[i].length - 1] / rows[i][entering];
                boolean tie = Math.abs(ratio - least) <= EPSILON;
                if (leaving < 0 || (!tie && ratio < least) || (tie && basis[i] < basis[leaving])) {
                    least = Math.min(least, ratio);
                    leaving = i;
                }
            }
        }
        if (leaving < 0) {
            throw new IllegalStateException("unbounded, which a table of known total is not");
        }
        return leaving;
    }

    private void pivot(int row, int column) {
        double by = rows[row][column];
        for (int j = 0; j < rows[row].length; j++) {
            rows[row][j] /= by;
        }
        for (int i = 0; i < rows.length; i++) {
            double factor = rows[i][column];
            if (i != row && Math.abs(factor) > 1e-12) {
                for (int j = 0; j < rows[i].length; j++) {
                    rows[i][j] -= factor * rows[row][j];
                }
            }
        }
        basis[row] = column;
    }

    private double value(double[] form) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            sum += form[basis[i]] * rows[i][rows[i].length - 1];
        }
        return sum;
    }
}

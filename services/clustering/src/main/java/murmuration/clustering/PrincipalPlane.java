package murmuration.clustering;

import murmuration.core.Matrix;

/** Coordinates on the first two principal components, by orthogonal iteration from a fixed start. */
final class PrincipalPlane {
    private static final int ITERATIONS = 60;

    private PrincipalPlane() {}

    /** First all x, then all y; sums in doubles in one order. */
    static double[][] of(Matrix vectors) {
        double[] mean = mean(vectors);
        double[] first = start(vectors.d(), 1);
        double[] second = start(vectors.d(), 2);
        for (int i = 0; i < ITERATIONS; i++) {
            first = normalized(backward(vectors, mean, forward(vectors, mean, first)));
            second = backward(vectors, mean, forward(vectors, mean, second));
            second = normalized(without(second, first));
        }
        return new double[][] {forward(vectors, mean, first), forward(vectors, mean, second)};
    }

    private static double[] mean(Matrix vectors) {
        double[] mean = new double[vectors.d()];
        for (int i = 0; i < vectors.n(); i++) {
            for (int t = 0; t < mean.length; t++) {
                mean[t] += vectors.values()[i * mean.length + t];
            }
        }
        for (int t = 0; t < mean.length; t++) {
            mean[t] /= vectors.n();
        }
        return mean;
    }

    /** Any direction that is not at right angles to everything: no sine, so that every machine has the same. */
    private static double[] start(int d, int which) {
        double[] start = new double[d];
        for (int t = 0; t < d; t++) {
            start[t] = (t * 31 + which * 17) % 61 - 30;
        }
        return normalized(start);
    }

    private static double[] forward(Matrix vectors, double[] mean, double[] direction) {
        double[] out = new double[vectors.n()];
        for (int i = 0; i < out.length; i++) {
            double sum = 0;
            for (int t = 0; t < mean.length; t++) {
                sum += (vectors.values()[i * mean.length + t] - mean[t]) * direction[t];
            }
            out[i] = sum;
        }
        return out;
    }

    private static double[] backward(Matrix vectors, double[] mean, double[] along) {
        double[] out = new double[mean.length];
        for (int i = 0; i < along.length; i++) {
            for (int t = 0; t < mean.length; t++) {
                out[t] += (vectors.values()[i * mean.length + t] - mean[t]) * along[i];
            }
        }
        return out;
    }

    private static double[] without(double[] from, double[] direction) {
        double product = 0;
        for (int t = 0; t < from.length; t++) {
            product += from[t] * direction[t];
        }
        double[] rest = new double[from.length];
        for (int t = 0; t < from.length; t++) {
            rest[t] = from[t] - product * direction[t];
        }
        return rest;
    }

    private static double[] normalized(double[] values) {
        double square = 0;
        for (double value : values) {
            square += value * value;
        }
        double norm = Math.sqrt(square);
        double[] unit = new double[values.length];
        for (int t = 0; t < values.length; t++) {
            unit[t] = norm > 1e-12 ? values[t] / norm : 0;
        }
        return unit;
    }
}

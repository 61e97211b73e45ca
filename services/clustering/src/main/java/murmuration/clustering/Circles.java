package murmuration.clustering;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Circles in the unit square whose areas are in proportion to sizes and fill {@value #FILL} of it together; those that
 * cover each other are pushed apart, the smaller one farther, until hardly any do.
 */
final class Circles {
    static final double FILL = 0.25;
    private static final int ROUNDS = 300;
    /** Overlap that is left alone, as a share of the smaller radius. */
    private static final double SLACK = 0.02;

    private final double[] x;
    private final double[] y;
    private final double[] radius;

    /** Circles at these places, which may be anywhere in the plane: they are moved and scaled into the square. */
    Circles(double[] x, double[] y, long[] sizes) {
        radius = new double[sizes.length];
        double total = 0;
        for (long size : sizes) {
            total += Math.max(1, size);
        }
        for (int i = 0; i < sizes.length; i++) {
            radius[i] = Math.sqrt(FILL * Math.max(1, sizes[i]) / (total * Math.PI));
        }
        double width = span(x);
        double height = span(y);
        double scale = Math.max(width, height);
        this.x = fitted(x, scale);
        this.y = fitted(y, scale);
    }

    private static double span(double[] values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return high - low;
    }

    private static double[] fitted(double[] values, double scale) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        double middle = (low + high) / 2;
        double[] fitted = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            fitted[i] = scale > 0 ? 0.5 + (values[i] - middle) / scale : 0.5;
        }
        return fitted;
    }

    double[] x() {
        return x;
    }

    double[] y() {
        return y;
    }

    double[] radius() {
        return radius;
    }

    /** Pushes circles apart and keeps them inside the square. */
    void spread() {
        keepInside();
        boolean moved = true;
        for (int round = 0; round < ROUNDS && moved; round++) {
            moved = pushAll();
            keepInside();
        }
    }

    private boolean pushAll() {
        int[] order = IntStream.range(0, x.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> x[i]).thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        double widest = 0;
        for (double one : radius) {
            widest = Math.max(widest, one);
        }
        boolean moved = false;
        for (int a = 0; a < order.length; a++) {
            double reach = x[order[a]] + radius[order[a]] + widest;
            for (int b = a + 1; b < order.length && x[order[b]] <= reach; b++) {
                moved |= push(order[a], order[b]);
            }
        }
        return moved;
    }

    private boolean push(int a, int b) {
        double dx = x[b] - x[a];
        double dy = y[b] - y[a];
        double apart = radius[a] + radius[b];
        double square = dx * dx + dy * dy;
        if (square >= apart * apart) {
            return false;
        }
        double distance = Math.sqrt(square);
        double overlap = apart - distance;
        if (overlap <= SLACK * Math.min(radius[a], radius[b])) {
            return false;
        }
        // things at one place part in a direction of their own
        double towardX = distance > 0 ? dx / distance : StrictMath.cos(a + b);
        double towardY = distance > 0 ? dy / distance : StrictMath.sin(a + b);
        double weightA = radius[b] * radius[b] / (radius[a] * radius[a] + radius[b] * radius[b]);
        x[a] -= towardX * overlap * weightA;
        y[a] -= towardY * overlap * weightA;
        x[b] += towardX * overlap * (1 - weightA);
        y[b] += towardY * overlap * (1 - weightA);
        return true;
    }

    private void keepInside() {
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.max(radius[i], Math.min(1 - radius[i], x[i]));
            y[i] = Math.max(radius[i], Math.min(1 - radius[i], y[i]));
        }
    }
}

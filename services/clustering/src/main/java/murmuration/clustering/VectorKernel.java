package murmuration.clustering;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import murmuration.core.Matrix;

/**
 * The kernel on vector registers: six points by two vectors of centroids are twelve chains, enough to hide the latency
 * of a fused multiply-add, and with two loads of centroids and a broadcast they fit the sixteen registers of AVX2.
 *
 * <p>The species must be a constant for the compiler, so it belongs to the class; the system property
 * {@code murmuration.vector.bits} (64, 128, 256, 512) takes another than the machine's preferred one.
 */
final class VectorKernel implements Kernel {
    private static final VectorSpecies<Float> SPECIES = species(Integer.getInteger("murmuration.vector.bits", 0));
    private static final int LANES = SPECIES.length();
    private static final int WIDTH = 2 * LANES;
    private static final int ROWS = 6;

    private static VectorSpecies<Float> species(int bits) {
        return switch (bits) {
            case 64 -> FloatVector.SPECIES_64;
            case 128 -> FloatVector.SPECIES_128;
            case 256 -> FloatVector.SPECIES_256;
            case 512 -> FloatVector.SPECIES_512;
            default -> FloatVector.SPECIES_PREFERRED;
        };
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void tile(Matrix points, int first, int count, Panels panels, int panel, float[] out) {
        int d = points.d();
        float[] x = points.values();
        int base = panel * WIDTH * d;
        int i = 0;
        for (; i + ROWS <= count; i += ROWS) {
            six(x, (first + i) * d, d, panels.values(), base, out, i * WIDTH);
        }
        for (; i < count; i++) {
            one(x, (first + i) * d, d, panels.values(), base, out, i * WIDTH);
        }
    }

    private static void six(float[] x, int row, int d, float[] c, int base, float[] out, int at) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector a0 = zero;
        FloatVector b0 = zero;
        FloatVector a1 = zero;
        FloatVector b1 = zero;
        FloatVector a2 = zero;
        FloatVector b2 = zero;
        FloatVector a3 = zero;
        FloatVector b3 = zero;
        FloatVector a4 = zero;
        FloatVector b4 = zero;
        FloatVector a5 = zero;
        FloatVector b5 = zero;
        int row1 = row + d;
        int row2 = row1 + d;
        int row3 = row2 + d;
        int row4 = row3 + d;
        int row5 = row4 + d;
        for (int t = 0; t < d; t++) {
            FloatVector a = FloatVector.fromArray(SPECIES, c, base + t * WIDTH);
            FloatVector b = FloatVector.fromArray(SPECIES, c, base + t * WIDTH + LANES);
            FloatVector p = FloatVector.broadcast(SPECIES, x[row + t]);
            a0 = p.fma(a, a0);
            b0 = p.fma(b, b0);
            p = FloatVector.broadcast(SPECIES, x[row1 + t]);
            a1 = p.fma(a, a1);
            b1 = p.fma(b, b1);
            p = FloatVector.broadcast(SPECIES, x[row2 + t]);
            a2 = p.fma(a, a2);
            b2 = p.fma(b, b2);
            p = FloatVector.broadcast(SPECIES, x[row3 + t]);
            a3 = p.fma(a, a3);
            b3 = p.fma(b, b3);
            p = FloatVector.broadcast(SPECIES, x[row4 + t]);
            a4 = p.fma(a, a4);
            b4 = p.fma(b, b4);
            p = FloatVector.broadcast(SPECIES, x[row5 + t]);
            a5 = p.fma(a, a5);
            b5 = p.fma(b, b5);
        }
        a0.intoArray(out, at);
        b0.intoArray(out, at + LANES);
        a1.intoArray(out, at + WIDTH);
        b1.intoArray(out, at + WIDTH + LANES);
        a2.intoArray(out, at + 2 * WIDTH);
        b2.intoArray(out, at + 2 * WIDTH + LANES);
        a3.intoArray(out, at + 3 * WIDTH);
        b3.intoArray(out, at + 3 * WIDTH + LANES);
        a4.intoArray(out, at + 4 * WIDTH);
        b4.intoArray(out, at + 4 * WIDTH + LANES);
        a5.intoArray(out, at + 5 * WIDTH);
        b5.intoArray(out, at + 5 * WIDTH + LANES);
    }

    private static void one(float[] x, int row, int d, float[] c, int base, float[] out, int at) {
        FloatVector a0 = FloatVector.zero(SPECIES);
        FloatVector b0 = a0;
        for (int t = 0; t < d; t++) {
            FloatVector p = FloatVector.broadcast(SPECIES, x[row + t]);
            a0 = p.fma(FloatVector.fromArray(SPECIES, c, base + t * WIDTH), a0);
            b0 = p.fma(FloatVector.fromArray(SPECIES, c, base + t * WIDTH + LANES), b0);
        }
        a0.intoArray(out, at);
        b0.intoArray(out, at + LANES);
    }

    @Override
    public boolean anyAbove(float[] values, int at, float bound) {
        FloatVector bounds = FloatVector.broadcast(SPECIES, bound);
        var low = FloatVector.fromArray(SPECIES, values, at).compare(VectorOperators.GT, bounds);
        var high = FloatVector.fromArray(SPECIES, values, at + LANES).compare(VectorOperators.GT, bounds);
        return low.or(high).anyTrue();
    }

    @Override
    public boolean anyReaches(float[] values, int at, float[] bounds, int boundsAt) {
        var low = FloatVector.fromArray(SPECIES, values, at)
                .compare(VectorOperators.GE, FloatVector.fromArray(SPECIES, bounds, boundsAt));
        var high = FloatVector.fromArray(SPECIES, values, at + LANES)
                .compare(VectorOperators.GE, FloatVector.fromArray(SPECIES, bounds, boundsAt + LANES));
        return low.or(high).anyTrue();
    }
}

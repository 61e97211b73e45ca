package murmuration.clustering;

import murmuration.core.Matrix;
import murmuration.core.Phrase;

/**
 * Places in the unit square.
 *
 * @param method how they were found, for the manifest
 */
record Layout(double[] x, double[] y, String method) {
    static final Layout NOTHING = new Layout(new double[0], new double[0], Phrase.NOTHING.with());

    /** Places things so that what has similar vectors stands near, and circles of areas in proportion to sizes do not cover each other. */
    static Layout of(Matrix vectors, long[] sizes, long seed) {
        double[][] flat = Projection.of(vectors, seed);
        Circles circles = new Circles(flat[0], flat[1], sizes);
        circles.spread();
        return new Layout(circles.x(), circles.y(), Projection.method(vectors.n()));
    }
}

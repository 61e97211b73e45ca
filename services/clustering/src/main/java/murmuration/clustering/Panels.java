package murmuration.clustering;

import murmuration.core.Matrix;

/**
 * Centroids packed for a kernel: panels of {@code width} centroids, dimension by dimension, so that one load takes one
 * dimension of neighboring centroids. The last panel is filled up with copies of the first centroid, which lose every
 * tie against it.
 *
 * @param k centroids, fill not counted
 */
record Panels(float[] values, int k, int d, int width) {

    /** Packs the centroids, {@code k × d}. */
    static Panels of(Matrix centroids, int width) {
        int k = centroids.n();
        int d = centroids.d();
        int panels = (k + width - 1) / width;
        float[] values = new float[Math.multiplyExact(panels * width, d)];
        float[] from = centroids.values();
        for (int c = 0; c < panels * width; c++) {
            int row = (c < k ? c : 0) * d;
            int to = c / width * width * d + c % width;
            for (int t = 0; t < d; t++) {
                values[to + t * width] = from[row + t];
            }
        }
        return new Panels(values, k, d, width);
    }

    /** Number of panels. */
    int count() {
        return (k + width - 1) / width;
    }
}

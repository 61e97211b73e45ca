package murmuration.clustering;

import java.util.Arrays;
import murmuration.core.Matrix;
import murmuration.runtime.Parallel;

/** Finds, among points that come in blocks, the nearest to each centroid that belong to another one; exact. */
final class Outside {
    /** How many are kept for each centroid: so many are shown to the model that names it. */
    static final int LIMIT = 50;

    private final Kernel kernel;
    private final Parallel parallel;
    private final Panels panels;
    private final Best[] best;

    Outside(Kernel kernel, Parallel parallel, Matrix centroids) {
        this.kernel = kernel;
        this.parallel = parallel;
        panels = Panels.of(centroids, kernel.width());
        best = new Best[centroids.n()];
        Arrays.setAll(best, c -> new Best());
    }

    /** The best of one centroid so far, most similar first, the earlier point first among equals. */
    static final class Best {
        private final int[] points = new int[LIMIT];
        private final float[] similarity = new float[LIMIT];
        private int size;

        /** Indices of the points, most similar first. */
        int[] points() {
            return Arrays.copyOf(points, size);
        }

        /** Similarity of the {@code i}-th with the centroid. */
        float similarity(int i) {
            return similarity[i];
        }

        /** What a point must exceed to be taken. */
        private float bound() {
            return size == LIMIT ? similarity[LIMIT - 1] : Float.NEGATIVE_INFINITY;
        }

        private void offer(int point, float one) {
            if (size == LIMIT && one <= similarity[LIMIT - 1]) {
                return;
            }
            int at = size == LIMIT ? LIMIT - 1 : size++;
            for (; at > 0 && similarity[at - 1] < one; at--) {
                similarity[at] = similarity[at - 1];
                points[at] = points[at - 1];
            }
            similarity[at] = one;
            points[at] = point;
        }
    }

    /** Up to {@value #LIMIT} points for each centroid. */
    Best[] best() {
        return best.clone();
    }

    /**
     * Takes a block of points into account.
     *
     * @param first index of its first point; blocks come in ascending order
     * @param cluster which centroid each point belongs to
     */
    void add(int first, Matrix points, int[] cluster) {
        parallel.chunks(panels.count(), 1, (panel, ignored) -> pass(first, points, cluster, panel));
    }

    private void pass(int offset, Matrix points, int[] cluster, int panel) {
        int width = kernel.width();
        int first = panel * width;
        int lanes = Math.min(width, panels.k() - first);
        float[] tile = new float[Kernel.BLOCK * width];
        float[] bounds = new float[width];
        Arrays.fill(bounds, Float.POSITIVE_INFINITY);
        for (int from = 0; from < points.n(); from += Kernel.BLOCK) {
            int count = Math.min(Kernel.BLOCK, points.n() - from);
            kernel.tile(points, from, count, panels, panel, tile);
            for (int lane = 0; lane < lanes; lane++) {
                bounds[lane] = best[first + lane].bound();
            }
            for (int i = 0; i < count; i++) {
                if (kernel.anyReaches(tile, i * width, bounds, 0)) {
                    for (int lane = 0; lane < lanes; lane++) {
                        if (cluster[from + i] != first + lane) {
                            best[first + lane].offer(offset + from + i, tile[i * width + lane]);
                        }
                    }
                }
            }
        }
    }
}

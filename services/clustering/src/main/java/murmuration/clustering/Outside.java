package murmuration.clustering;

import java.util.Arrays;
import murmuration.core.Matrix;

/** Finds the points nearest to each centroid that belong to another one; exact. */
final class Outside {
    /** How many are kept for each centroid: so many are shown to the model that names it. */
    static final int LIMIT = 50;

    private final Kernel kernel;
    private final Parallel parallel;

    Outside(Kernel kernel, Parallel parallel) {
        this.kernel = kernel;
        this.parallel = parallel;
    }

    /** The best of one centroid so far, most similar first, the lower index first among equals. */
    static final class Best {
        private final int[] points = new int[LIMIT];
        private final float[] similarity = new float[LIMIT];
        private final float floor;
        private int size;

        private Best(float floor) {
            this.floor = floor;
        }

        /** Indices of the points, most similar first. */
        int[] points() {
            return Arrays.copyOf(points, size);
        }

        /** Their similarities with the centroid. */
        float[] similarity() {
            return Arrays.copyOf(similarity, size);
        }

        /** What the last of a full list has; the floor it began with as long as it is not full. */
        float bound() {
            return size == LIMIT ? similarity[LIMIT - 1] : floor;
        }

        private void offer(int point, float one) {
            if (size == LIMIT ? one <= similarity[LIMIT - 1] : one < floor) {
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

    /** Up to {@value #LIMIT} points for each centroid, none below its floor. */
    Best[] nearest(Matrix points, int[] cluster, Matrix centroids, float[] floors) {
        Best[] best = new Best[centroids.n()];
        for (int c = 0; c < best.length; c++) {
            best[c] = new Best(floors[c]);
        }
        Panels panels = Panels.of(centroids, kernel.width());
        parallel.chunks(panels.count(), 1, (panel, ignored) -> pass(points, cluster, panels, panel, best));
        return best;
    }

    /** Floors below which no point is asked for. */
    static float[] noFloors(int k) {
        float[] floors = new float[k];
        Arrays.fill(floors, Float.NEGATIVE_INFINITY);
        return floors;
    }

    private void pass(Matrix points, int[] cluster, Panels panels, int panel, Best[] best) {
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
                            best[first + lane].offer(from + i, tile[i * width + lane]);
                        }
                    }
                }
            }
        }
    }
}

package murmuration.clustering;

import murmuration.core.Matrix;
import murmuration.runtime.Parallel;

/** Finds each point's nearest centroid, block by block; blocks may run on any thread, the result is the same. */
final class Assigner {
    /** Points of a piece of work for one thread. */
    static final int CHUNK = 16 * Kernel.BLOCK;

    private final Kernel kernel;
    private final Parallel parallel;

    Assigner(Kernel kernel, Parallel parallel) {
        this.kernel = kernel;
        this.parallel = parallel;
    }

    /** Compares every point with every centroid. */
    Nearest assign(Matrix points, Matrix centroids) {
        Nearest nearest = Nearest.none(points.n());
        Panels panels = Panels.of(centroids, kernel.width());
        parallel.chunks(points.n(), CHUNK, (from, to) -> assign(points, from, to, panels, nearest));
        return nearest;
    }

    private void assign(Matrix points, int from, int to, Panels panels, Nearest nearest) {
        float[] tile = new float[Kernel.BLOCK * kernel.width()];
        for (int first = from; first < to; first += Kernel.BLOCK) {
            int count = Math.min(Kernel.BLOCK, to - first);
            for (int panel = 0; panel < panels.count(); panel++) {
                kernel.tile(points, first, count, panels, panel, tile);
                scan(tile, first, count, panels, panel, nearest);
            }
        }
    }

    private void scan(float[] tile, int first, int count, Panels panels, int panel, Nearest nearest) {
        int width = kernel.width();
        int lanes = Math.min(width, panels.k() - panel * width);
        for (int i = 0; i < count; i++) {
            if (kernel.anyAbove(tile, i * width, nearest.second()[first + i])) {
                for (int lane = 0; lane < lanes; lane++) {
                    nearest.offer(first + i, panel * width + lane, tile[i * width + lane]);
                }
            }
        }
    }
}

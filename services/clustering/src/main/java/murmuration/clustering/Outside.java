package murmuration.clustering;

import java.util.Arrays;
import java.util.List;
import murmuration.core.Matrix;
import murmuration.core.VectorStore.Block;
import murmuration.core.VectorStore.Place;
import murmuration.runtime.Parallel;

/** Finds, among points that come shard by shard, the nearest to each centroid that belong to another one; exact. */
final class Outside {
    /** How many are kept for each centroid: four times what naming shows of them, since near-duplicates are shown once. */
    static final int LIMIT = 200;

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

    /** The best of one centroid so far, most similar first, the earlier place first among equals. */
    static final class Best {
        private final Place[] places = new Place[LIMIT];
        private final float[] similarity = new float[LIMIT];
        private int size;

        /** Where they stand, most similar first. */
        List<Place> places() {
            return List.of(Arrays.copyOf(places, size));
        }

        /** Similarity of the {@code i}-th with the centroid. */
        float similarity(int i) {
            return similarity[i];
        }

        /** What a point must exceed to be taken. */
        private float bound() {
            return size == LIMIT ? similarity[LIMIT - 1] : Float.NEGATIVE_INFINITY;
        }

        private void offer(int shard, int position, float one) {
            if (size == LIMIT && one <= similarity[LIMIT - 1]) {
                return;
            }
            int at = size == LIMIT ? LIMIT - 1 : size++;
            for (; at > 0 && similarity[at - 1] < one; at--) {
                similarity[at] = similarity[at - 1];
                places[at] = places[at - 1];
            }
            similarity[at] = one;
            places[at] = new Place(shard, position);
        }
    }

    /** Up to {@value #LIMIT} points for each centroid. */
    Best[] best() {
        return best.clone();
    }

    /**
     * Takes the points of a shard into account; shards come in ascending order.
     *
     * @param points row {@code i} stands at the block's {@code i}-th position
     * @param cluster which centroid each point belongs to
     */
    void add(int shard, Block points, int[] cluster) {
        parallel.chunks(panels.count(), 1, (panel, ignored) -> pass(shard, points, cluster, panel));
    }

    private void pass(int shard, Block block, int[] cluster, int panel) {
        Matrix points = block.vectors();
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
                            best[first + lane].offer(shard, block.positions()[from + i], tile[i * width + lane]);
                        }
                    }
                }
            }
        }
    }
}

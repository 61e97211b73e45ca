package murmuration.clustering;

import murmuration.core.Matrix;

/**
 * Dot products of points with packed centroids, a tile at a time: the inner loop of everything that compares vectors.
 *
 * <p>Each product is one chain of fused multiply-adds over the dimensions in ascending order, starting at zero, so that
 * every kernel gives the same bits whatever its vector width. Thread-safe.
 */
interface Kernel {
    /** Points of a tile: so many pass a panel of centroids while it stays in the nearest cache. */
    int BLOCK = 96;

    /** Centroids of a panel. */
    int width();

    /** Writes the products of points {@code first … first + count} with a panel: row {@code i} begins at {@code i * width()}. */
    void tile(Matrix points, int first, int count, Panels panels, int panel, float[] out);

    /** Whether any of the {@code width()} values from {@code at} on is above the bound. */
    boolean anyAbove(float[] values, int at, float bound);

    /** Whether any of the {@code width()} values from {@code at} on is at or above its own bound, bounds from {@code boundsAt} on. */
    boolean anyReaches(float[] values, int at, float[] bounds, int boundsAt);
}

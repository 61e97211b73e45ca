package murmuration.clustering;

import java.util.Arrays;

/**
 * Each point's nearest centroid, and how near it and the next one are.
 *
 * @param centroid index of the nearest centroid, the lowest where several are equally near
 * @param similarity product with it
 * @param second product with the nearest other centroid; negative infinity where there is none
 */
record Nearest(int[] centroid, float[] similarity, float[] second) {

    /** Room for {@code n} points, none of them compared yet. */
    static Nearest none(int n) {
        Nearest nearest = new Nearest(new int[n], new float[n], new float[n]);
        Arrays.fill(nearest.similarity, Float.NEGATIVE_INFINITY);
        Arrays.fill(nearest.second, Float.NEGATIVE_INFINITY);
        return nearest;
    }

    /** Sum of all similarities, added in the order of the points. */
    double total() {
        double total = 0;
        for (float one : similarity) {
            total += one;
        }
        return total;
    }

    /** Takes note of one more product of point {@code i}; centroids come in ascending order. */
    void offer(int i, int c, float product) {
        if (product > similarity[i]) {
            second[i] = similarity[i];
            similarity[i] = product;
            centroid[i] = c;
        } else if (product > second[i]) {
            second[i] = product;
        }
    }
}

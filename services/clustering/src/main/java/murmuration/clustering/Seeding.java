package murmuration.clustering;

import java.util.Arrays;
import java.util.SplittableRandom;
import murmuration.core.Matrix;
import murmuration.runtime.Parallel;

/**
 * k-means++ seeding (Arthur and Vassilvitskii, 2007) for cosine distances, greedy (Grunau et al., 2023): candidates are
 * drawn by their distance from the nearest centroid so far, and the one that lessens the sum of all distances most is
 * taken.
 *
 * <p>Deviation: past the first {@value #SINGLY} centroids, {@value #PICKS} are taken of each draw of {@value #CANDIDATES}
 * candidates, each judged by what those before it left over. That costs one pass over the points for four centroids
 * instead of four passes, and still judges eight candidates for each centroid.
 */
final class Seeding {
    private static final int CANDIDATES = 32;
    private static final int PICKS = 4;
    private static final int SINGLY = 16;
    /** Distances under this are rounding: the point is a copy of the centroid. */
    private static final float NEAR_ZERO = 1e-6f;

    private final Kernel kernel;
    private final Parallel parallel;

    Seeding(Kernel kernel, Parallel parallel) {
        this.kernel = kernel;
        this.parallel = parallel;
    }

    /** Up to {@code k} of the points; fewer where the points have fewer distinct places. */
    Matrix seed(Matrix points, int k, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] distance = new float[points.n()];
        Arrays.fill(distance, 2);
        float[] products = new float[Math.multiplyExact(points.n(), CANDIDATES)];
        int[] chosen = new int[k];
        int count = 0;
        while (count < k) {
            int[] candidates = draw(distance, random);
            if (candidates.length == 0) {
                break;
            }
            compare(points, Vectors.rows(points, candidates), products);
            int last = Math.min(k, count + (count < SINGLY ? 1 : PICKS));
            while (count < last) {
                int best = mostUseful(distance, products, candidates.length);
                if (best < 0) {
                    // what lessens nothing now never will
                    Arrays.stream(candidates).forEach(candidate -> distance[candidate] = 0);
                    break;
                }
                chosen[count++] = candidates[best];
                take(distance, products, best, candidates[best]);
            }
        }
        return Vectors.rows(points, Arrays.copyOf(chosen, count));
    }

    /** Indices drawn with a chance in proportion to their distance; none where every distance is zero. */
    private int[] draw(float[] distance, SplittableRandom random) {
        double[] sums = new double[distance.length + 1];
        for (int i = 0; i < distance.length; i++) {
            sums[i + 1] = sums[i] + distance[i];
        }
        double total = sums[distance.length];
        if (total <= 0) {
            return new int[0];
        }
        int[] drawn = new int[CANDIDATES];
        for (int j = 0; j < CANDIDATES; j++) {
            int at = Arrays.binarySearch(sums, random.nextDouble() * total);
            int i = at < 0 ? -at - 2 : at;
            // a boundary may fall on points without weight
            while (i < distance.length - 1 && distance[i] == 0) {
                i++;
            }
            drawn[j] = Math.min(i, distance.length - 1);
        }
        return drawn;
    }

    private void compare(Matrix points, Matrix candidates, float[] products) {
        Panels panels = Panels.of(candidates, kernel.width());
        int width = kernel.width();
        parallel.chunks(points.n(), Assigner.CHUNK, (from, to) -> {
            float[] tile = new float[Kernel.BLOCK * width];
            for (int first = from; first < to; first += Kernel.BLOCK) {
                int count = Math.min(Kernel.BLOCK, to - first);
                for (int panel = 0; panel < panels.count(); panel++) {
                    kernel.tile(points, first, count, panels, panel, tile);
                    int lanes = Math.min(width, CANDIDATES - panel * width);
                    for (int i = 0; i < count; i++) {
                        System.arraycopy(tile, i * width, products, (first + i) * CANDIDATES + panel * width, lanes);
                    }
                }
            }
        });
    }

    /** The candidate that lessens the sum of distances most, the first of equals; -1 where none does. */
    private int mostUseful(float[] distance, float[] products, int candidates) {
        int chunks = (distance.length + Assigner.CHUNK - 1) / Assigner.CHUNK;
        double[][] gains = new double[chunks][];
        parallel.chunks(
                distance.length,
                Assigner.CHUNK,
                (from, to) -> gains[from / Assigner.CHUNK] = gains(distance, products, from, to));
        double[] total = new double[CANDIDATES];
        for (double[] gain : gains) {
            for (int j = 0; j < CANDIDATES; j++) {
                total[j] += gain[j];
            }
        }
        int best = -1;
        for (int j = 0; j < candidates; j++) {
            if (total[j] > (best < 0 ? 0 : total[best])) {
                best = j;
            }
        }
        return best;
    }

    private static double[] gains(float[] distance, float[] products, int from, int to) {
        float[] gains = new float[CANDIDATES];
        double[] sums = new double[CANDIDATES];
        for (int first = from; first < to; first += Kernel.BLOCK) {
            int last = Math.min(to, first + Kernel.BLOCK);
            Arrays.fill(gains, 0);
            for (int i = first; i < last; i++) {
                float spare = distance[i] - 1;
                int at = i * CANDIDATES;
                for (int j = 0; j < CANDIDATES; j++) {
                    gains[j] += Math.max(0, spare + products[at + j]);
                }
            }
            for (int j = 0; j < CANDIDATES; j++) {
                sums[j] += gains[j];
            }
        }
        return sums;
    }

    /** A copy of the chosen point is as far from it as itself, by rounding: that grows with the dimension. */
    private static void take(float[] distance, float[] products, int candidate, int point) {
        float rounding = Math.max(NEAR_ZERO, 1 - products[point * CANDIDATES + candidate]);
        for (int i = 0; i < distance.length; i++) {
            float one = Math.max(0, 1 - products[i * CANDIDATES + candidate]);
            distance[i] = one <= rounding ? 0 : Math.min(distance[i], one);
        }
    }
}

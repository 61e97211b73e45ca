package murmuration.clustering;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws without replacement, in ascending order (Knuth, The Art of Computer Programming 2, algorithm S). */
final class Sample {
    private Sample() {}

    /** {@code size} of the indices {@code 0 … n - 1}, each set of that size with the same chance; all where {@code n} is no more. */
    static int[] of(int n, int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] drawn = new int[Math.min(n, size)];
        int count = 0;
        for (int i = 0; i < n && count < drawn.length; i++) {
            if (random.nextDouble() * (n - i) < drawn.length - count) {
                drawn[count++] = i;
            }
        }
        return Arrays.copyOf(drawn, count);
    }
}

package murmuration.standalone.sample;

import java.util.List;
import java.util.SplittableRandom;

/** Seeded draws. Not thread-safe. */
final class Draw {
    private final SplittableRandom random;

    Draw(long seed) {
        random = new SplittableRandom(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(double p) {
        return random.nextDouble() < p;
    }

    double unit() {
        return random.nextDouble();
    }

    <T> T of(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** An index drawn in proportion to the weights, given as running sums. */
    int weighted(double[] sums) {
        double at = random.nextDouble() * sums[sums.length - 1];
        int i = 0;
        while (sums[i] <= at) {
            i++;
        }
        return i;
    }

    /** Running sums of the weights. */
    static double[] sums(double... weights) {
        double[] sums = weights.clone();
        for (int i = 1; i < sums.length; i++) {
            sums[i] += sums[i - 1];
        }
        return sums;
    }
}

package murmuration.privacy;

import static murmuration.core.MurmurationException.require;

/**
 * Whole numbers of which each further from zero is less likely by exp(-1 / scale): P(x) ∝ exp(-|x| / scale), the two-sided
 * geometric distribution. Sampled exactly, in whole numbers alone (Canonne, Kamath and Steinke, 2020, The Discrete Gaussian
 * for Differential Privacy, algorithms 1 and 2), since logarithms of floating-point numbers leave gaps that tell what was
 * added to (Mironov, 2012).
 */
final class DiscreteLaplace {
    private DiscreteLaplace() {}

    /** One draw. */
    static long draw(KeyedBits bits, long scale) {
        require(scale >= 1 && scale <= Integer.MAX_VALUE, "the scale is 1 to 2^31 - 1, not %d", scale);
        while (true) {
            long rest = bits.below(scale);
            if (!happens(bits, rest, scale)) {
                continue;
            }
            long whole = 0;
            while (happens(bits, 1, 1)) {
                whole++;
            }
            long size = rest + scale * whole;
            boolean negative = bits.below(2) == 0;
            // zero would come twice
            if (!negative || size > 0) {
                return negative ? -size : size;
            }
        }
    }

    /** True with probability exp(-part / of), for part at most of. */
    private static boolean happens(KeyedBits bits, long part, long of) {
        long k = 1;
        while (bits.below(of * k) < part) {
            k++;
        }
        return k % 2 == 1;
    }
}

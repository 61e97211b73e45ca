package murmuration.privacy;

import static murmuration.core.MurmurationException.require;

import murmuration.core.Bands;
import murmuration.core.Minimums;
import murmuration.core.RunSpec;

/**
 * How the size of a group leaves: conversations rounded, accounts as a band, and neither for a group under the minimums.
 *
 * @param base sizes are multiples of it
 */
record SizeRules(Minimums minimums, int base) {
    SizeRules {
        require(base >= 1, "sizes are rounded to at least 1, not %d", base);
    }

    static SizeRules of(RunSpec spec) {
        return new SizeRules(spec.minimums().values(), spec.minimums().rounding());
    }

    /** The nearest multiple of the base, but never one under the minimum of conversations. */
    long rounded(long conversations) {
        return minimums.rounded(conversations, base);
    }

    /** The nearest multiple of the base, halves up. */
    long nearest(long conversations) {
        return Math.floorDiv(2 * conversations + base, 2L * base) * base;
    }

    /** The multiple of the base at or below. */
    long floored(long conversations) {
        return conversations - conversations % base;
    }

    /**
     * The band that holds this many accounts: 5–9, 10–24, 25–49, 50–99, 100–249 and so on by powers of ten. What of the
     * first band lies over the minimum is at least as wide as the minimum, or the next one joins it.
     */
    String band(long accounts) {
        long low = Math.max(minimums.accounts(), 1);
        long from = Bands.atOrBelow(low);
        long to = Bands.above(low);
        while (to - low < low) {
            to = Bands.above(to);
        }
        while (accounts >= to) {
            from = to;
            to = Bands.above(to);
        }
        return from + "–" + (to - 1);
    }

    /** What is said of accounts that are not counted: they meet the minimum. */
    String atLeast() {
        return minimums.accounts() + "+";
    }
}

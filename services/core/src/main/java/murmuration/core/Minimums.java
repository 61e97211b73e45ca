package murmuration.core;

import static murmuration.core.MurmurationException.require;

/** Below these a cluster or a cell of a table is withheld (method.md, 7). */
public record Minimums(int conversations, int accounts) {
    /** The floor of accounts that no configuration lowers. */
    public static final int FLOOR = 5;

    private static final long LEAST_NOISE = 10;
    private static final long NOISE_STEP = 5;

    public Minimums {
        require(accounts >= FLOOR, "the minimum of accounts is at least %d, not %d", FLOOR, accounts);
        require(conversations >= accounts, "minimum conversations %d is below accounts %d", conversations, accounts);
    }

    /** Whether a group of this size may be shown. */
    public boolean met(long conversationsHere, long accountsHere) {
        return conversationsHere >= conversations && accountsHere >= accounts;
    }

    /** The nearest multiple of a base, halves up, but none under the minimum of conversations. */
    public long rounded(long size, int base) {
        long nearest = Math.floorDiv(2 * size + base, 2L * base) * base;
        return Math.max(nearest, Math.ceilDiv((long) conversations, (long) base) * base);
    }

    /**
     * Scale of the noise in the counts of a release that carries noise: the minimum of conversations, or the next of a few
     * steps above. Were it any number, each would be another draw, and the mean of many draws is what was hidden.
     */
    public long noise() {
        long scale = LEAST_NOISE;
        while (scale < conversations) {
            scale *= NOISE_STEP;
        }
        return scale;
    }

    /**
     * How many distinct accounts must hold a claim before it may be shown: max(floor, half the account minimum), and one
     * more, so that there are so many beside any one of them. Whoever has all but one of the former learns nothing of it.
     */
    public int support() {
        return Math.max(FLOOR, (accounts + 1) / 2) + 1;
    }
}

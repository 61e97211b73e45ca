package murmuration.privacy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.BitSet;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import murmuration.core.RunSpec;

/**
 * Counts under which a release is ε-differentially private for one account more or less, given which clusters, cells and
 * parts are shown (Dwork, McSherry, Nissim and Smith, 2006; with the two-sided geometric mechanism of Ghosh, Roughgarden and
 * Sundararajan, 2009). Of each account only so many conversations count, and each number has noise of its own, drawn in the
 * order of the release: what an account can change, divided by the scale of the noise, sums to at most ε. The noise comes
 * from an HMAC, so that the promise is one against whoever cannot tell that from chance.
 *
 * <p>Half of ε is for sizes and coverage, half for breakdowns and time. Not thread-safe; an object makes one release.
 */
final class PrivateCounts implements Counts {
    private final BitSet counting;
    private final KeyedBits bits;
    private final Scales scales;

    /** @param counting the conversations that count */
    PrivateCounts(BitSet counting, KeyedBits bits, Scales scales) {
        this.counting = counting;
        this.bits = bits;
        this.scales = scales;
    }

    /**
     * How wide the noise is.
     *
     * @param sizes of sizes and parts of the coverage
     * @param cells of cells and buckets
     */
    record Scales(long sizes, long cells) {
        /**
         * For one conversation the numbers are: its clusters and a part of the coverage, of which shares are; and in each
         * breakdown a cell of each of its clusters and of the whole run.
         */
        static Scales of(RunSpec.Dp dp, Draft draft) {
            ClusterTree tree = draft.tree().tree();
            int depth = IntStream.range(0, tree.size()).map(tree::depth).max().orElse(0);
            long tables = draft.breakdowns().stream()
                    .filter(breakdown -> !breakdown.cells().isEmpty())
                    .count();
            return new Scales(scale(dp, depth + 1L), scale(dp, tables * (depth + 1L)));
        }

        private static long scale(RunSpec.Dp dp, long numbers) {
            return BigDecimal.valueOf(2L * dp.perAccount() * Math.max(1, numbers))
                    .divide(BigDecimal.valueOf(dp.epsilon()), 0, RoundingMode.UP)
                    .longValueExact();
        }

        /** At least so wide. */
        Scales atLeast(long scale) {
            return new Scales(Math.max(sizes, scale), Math.max(cells, scale));
        }
    }

    @Override
    public long conversations(Of of, Counted counted) {
        return counted.among(counting) + DiscreteLaplace.draw(bits, of == Of.CELL ? scales.cells() : scales.sizes());
    }

    @Override
    public OptionalLong accounts(Counted counted) {
        return OptionalLong.empty();
    }

    @Override
    public boolean areExact() {
        return false;
    }

    /** Of what was not drawn nobody knows whose it is, so that it could not be bounded. */
    @Override
    public boolean tellUndrawn() {
        return false;
    }
}

package murmuration.privacy;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import murmuration.core.Minimums;

/**
 * Chooses which cells of a breakdown are shown (method.md, 12): on all levels, or, where a safe choice for all is too much
 * to prove, on fewer, from the top. The whole run's row alone needs no proof beyond its own "other": every cluster's size
 * and every shown answer leave room for the minimum. The result depends on nothing but the counts.
 */
final class Suppression {
    private final Tally tally;
    private final List<BitSet> shown;
    private final int emptied;
    private final boolean tooLarge;

    private Suppression(Tally tally, Folding folding, boolean tooLarge) {
        this.tally = tally;
        this.shown = folding.shown();
        this.emptied = folding.emptied();
        this.tooLarge = tooLarge;
    }

    /** @param never cells that must not be shown whatever their size */
    static Suppression of(ClusterTree tree, Tally tally, Minimums minimums, BitSet never) {
        int all = IntStream.range(0, tree.size()).map(tree::depth).max().orElse(0);
        for (int depth = all; ; depth--) {
            Folding folding = new Folding(tree, tally, minimums, never);
            if (folding.fold(depth) || depth == 0) {
                return new Suppression(tally, folding, depth < all);
            }
        }
    }

    /** The cells of a node that are shown. */
    BitSet shown(int node) {
        return (BitSet) shown.get(node).clone();
    }

    /** What a node's "other" folds; nothing where all is shown, or where nothing is and it would be the node's size. */
    Optional<Counted> other(int node) {
        BitSet folded = new BitSet();
        folded.set(0, tally.cells());
        folded.andNot(shown.get(node));
        Counted other = tally.counted(node, folded);
        return other.group().conversations() == 0 || shown.get(node).isEmpty() ? Optional.empty() : Optional.of(other);
    }

    /** How many nodes had cells over the minimums and show none, since no safe way was found. */
    int emptied() {
        return emptied;
    }

    /** Whether there was too much to prove, so that the lowest levels show nothing. */
    boolean tooLarge() {
        return tooLarge;
    }
}

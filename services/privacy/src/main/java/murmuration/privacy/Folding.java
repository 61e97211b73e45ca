package murmuration.privacy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import murmuration.core.Minimums;

/**
 * One attempt to choose what a breakdown shows.
 *
 * <p>A cell under the minimums is folded into its row's "other". "Other" folds at least two answers and meets the minimums
 * itself, or takes in the smallest shown cell until it does. Then no folded cell under the minimums may be computable
 * more closely than a range as wide as the minimum of conversations, from all rows and levels together: where one is,
 * further cells are folded. Folding never makes another cell easier to compute, so one pass is enough.
 */
final class Folding {
    /** Cells that may be folded for the sake of one; more would mean that it is not worth it. */
    private static final int MOST = 64;

    private final ClusterTree tree;
    private final Tally tally;
    private final Minimums minimums;
    private final BitSet never;
    private final List<BitSet> shown = new ArrayList<>();
    private int emptied;

    Folding(ClusterTree tree, Tally tally, Minimums minimums, BitSet never) {
        this.tree = tree;
        this.tally = tally;
        this.minimums = minimums;
        this.never = never;
    }

    /** Shows what is safe down to this depth; false where that could not be proven. */
    boolean fold(int depth) {
        for (int node = 0; node < tree.size(); node++) {
            shown.add(tree.depth(node) <= depth ? large(node) : new BitSet());
        }
        BitSet withSome = withSome();
        for (int node = 0; node < tree.size(); node++) {
            repairRow(node);
        }
        boolean safe = depth == 0 || protect();
        withSome.andNot(withSome());
        emptied = withSome.cardinality();
        return safe;
    }

    /** By node. */
    List<BitSet> shown() {
        return shown;
    }

    /** How many nodes had cells over the minimums and show none. */
    int emptied() {
        return emptied;
    }

    private BitSet withSome() {
        BitSet nodes = new BitSet();
        IntStream.range(0, tree.size())
                .filter(node -> !shown.get(node).isEmpty())
                .forEach(nodes::set);
        return nodes;
    }

    private BitSet large(int node) {
        BitSet large = new BitSet();
        for (int cell = 0; cell < tally.cells(); cell++) {
            if (!never.get(cell) && tally.conversations(node, cell) >= minimums.conversations()) {
                large.set(cell, met(tally.group(node, cell)));
            }
        }
        return large;
    }

    private boolean met(Group group) {
        return minimums.met(group.conversations(), group.accounts());
    }

    private BitSet folded(int node) {
        BitSet folded = new BitSet();
        folded.set(0, tally.cells());
        folded.andNot(shown.get(node));
        return folded;
    }

    private void repairRow(int node) {
        while (!shown.get(node).isEmpty() && !rowIsSafe(node)) {
            shown.get(node).clear(smallest(node));
        }
    }

    private boolean rowIsSafe(int node) {
        BitSet folded = folded(node);
        long answers = folded.stream()
                .filter(cell -> tally.conversations(node, cell) > 0)
                .count();
        // an answer that is withheld for what it says, not for its size, may stand as "other" alone
        boolean enough = answers >= 2 || (answers == 1 && withheldAlone(node));
        return answers == 0 || (enough && met(tally.group(node, folded)));
    }

    private boolean withheldAlone(int node) {
        return never.stream().anyMatch(cell -> tally.conversations(node, cell) > 0);
    }

    private int smallest(int node) {
        return shown.get(node).stream()
                .boxed()
                .min(Comparator.comparingLong((Integer cell) -> tally.conversations(node, cell))
                        .thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }

    private boolean protect() {
        Inference inference = new Inference(tree, tally, shown);
        for (int node = 0; node < tree.size(); node++) {
            for (int cell = 0; cell < tally.cells(); cell++) {
                if (sensitive(node, cell) && !protect(inference, node, cell)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Somebody is in it, and it is under the minimums. */
    private boolean sensitive(int node, int cell) {
        long conversations = tally.conversations(node, cell);
        return !shown.get(node).get(cell)
                && conversations > 0
                && (conversations < minimums.conversations() || !met(tally.group(node, cell)));
    }

    private boolean protect(Inference inference, int node, int cell) {
        for (int folds = 0; !inference.rangeIsAtLeast(node, cell, minimums.conversations()); folds++) {
            if (inference.exhausted() || folds == MOST || !foldOneMore(node, cell)) {
                return false;
            }
        }
        return true;
    }

    /** Folds the cell that most likely hides this one, where too little is folded first; false where none is left. */
    private boolean foldOneMore(int node, int cell) {
        for (boolean onlyScarce : new boolean[] {true, false}) {
            for (int at = node; at != ClusterTree.ROOT; at = tree.parent(at)) {
                if (foldBeside(at, cell, onlyScarce) || foldInRow(at, cell, onlyScarce)) {
                    return true;
                }
                if (!onlyScarce && shown.get(tree.parent(at)).get(cell)) {
                    fold(tree.parent(at), cell);
                    return true;
                }
            }
        }
        return false;
    }

    /** Folds the same answer in the sibling where that costs least. */
    private boolean foldBeside(int node, int cell, boolean onlyScarce) {
        List<Integer> siblings = tree.children(tree.parent(node));
        long folded = siblings.stream()
                .filter(sibling -> sibling != node && !shown.get(sibling).get(cell))
                .mapToLong(sibling -> tally.conversations(sibling, cell))
                .sum();
        Optional<Integer> least = siblings.stream()
                .filter(sibling -> shown.get(sibling).get(cell))
                .min(Comparator.comparingLong((Integer sibling) -> tally.conversations(sibling, cell))
                        .thenComparing(Comparator.naturalOrder()));
        if (least.isEmpty() || (onlyScarce && folded >= minimums.conversations())) {
            return false;
        }
        fold(least.get(), cell);
        return true;
    }

    /** Folds the smallest answer that the row still shows. */
    private boolean foldInRow(int node, int cell, boolean onlyScarce) {
        long folded = folded(node).stream()
                .filter(other -> other != cell)
                .mapToLong(other -> tally.conversations(node, other))
                .sum();
        if (shown.get(node).isEmpty() || (onlyScarce && folded >= minimums.conversations())) {
            return false;
        }
        fold(node, smallest(node));
        return true;
    }

    private void fold(int node, int cell) {
        shown.get(node).clear(cell);
        repairRow(node);
    }
}

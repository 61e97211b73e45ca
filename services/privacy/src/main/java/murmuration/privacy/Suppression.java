package murmuration.privacy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import murmuration.core.Minimums;

/**
 * Chooses which cells of a breakdown are shown (method.md, 12).
 *
 * <p>A cell under the minimums is folded into its row's "other". "Other" folds at least two answers and meets the minimums
 * itself, or takes in the smallest shown cell until it does. Then no folded cell under the minimums may be computable
 * more closely than a range as wide as the minimum of conversations, from all rows and levels together: where one is,
 * further cells are folded, those of its siblings first. Folding never makes another cell easier to compute, so one pass
 * is enough. The result depends on nothing but the counts.
 */
final class Suppression {
    private final ClusterTree tree;
    private final Tally tally;
    private final Minimums minimums;
    private final BitSet never;
    private final List<BitSet> shown = new ArrayList<>();
    private final BitSet emptied = new BitSet();
    private boolean tooLarge;

    private Suppression(ClusterTree tree, Tally tally, Minimums minimums, BitSet never) {
        this.tree = tree;
        this.tally = tally;
        this.minimums = minimums;
        this.never = never;
    }

    /** @param never cells that must not be shown whatever their size */
    static Suppression of(ClusterTree tree, Tally tally, Minimums minimums, BitSet never) {
        Suppression suppression = new Suppression(tree, tally, minimums, never);
        for (int node = 0; node < tree.size(); node++) {
            suppression.shown.add(suppression.large(node));
        }
        BitSet withSome = suppression.withSome();
        for (int node = 0; node < tree.size(); node++) {
            suppression.repairRow(node);
        }
        suppression.protect();
        withSome.andNot(suppression.withSome());
        suppression.emptied.or(withSome);
        return suppression;
    }

    /** The cells of a node that are shown. */
    BitSet shown(int node) {
        return (BitSet) shown.get(node).clone();
    }

    /** What a node's "other" folds; nothing where all is shown, or where nothing is and it would be the node's size. */
    Optional<Group> other(int node) {
        Group other = tally.group(node, folded(node));
        return other.conversations() == 0 || shown.get(node).isEmpty() ? Optional.empty() : Optional.of(other);
    }

    /** How many nodes had cells over the minimums and show none, since no safe way was found. */
    int emptied() {
        return emptied.cardinality();
    }

    /** Whether there was too much to prove, so that only the whole run's row is shown. */
    boolean tooLarge() {
        return tooLarge;
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

    private void protect() {
        Inference inference = new Inference(tree, tally, shown);
        for (int node = 0; node < tree.size(); node++) {
            for (int cell = 0; cell < tally.cells(); cell++) {
                if (!tooLarge && sensitive(node, cell)) {
                    protect(inference, node, cell);
                }
            }
        }
    }

    /** Somebody is in it, and it is under the minimums. */
    private boolean sensitive(int node, int cell) {
        long conversations = tally.conversations(node, cell);
        return !shown.get(node).get(cell)
                && conversations > 0
                && (conversations < minimums.conversations() || !met(tally.group(node, cell)));
    }

    private void protect(Inference inference, int node, int cell) {
        while (!inference.rangeIsAtLeast(node, cell, minimums.conversations())) {
            tooLarge |= inference.exhausted();
            if (tooLarge || !foldOneMore(node, cell)) {
                keepOnlyTheRoot();
            }
            if (tooLarge || shown.stream().allMatch(BitSet::isEmpty)) {
                return;
            }
        }
    }

    /** Folds the cell that most likely hides this one; false where none is left on the way up. */
    private boolean foldOneMore(int node, int cell) {
        for (int at = node; at != ClusterTree.ROOT; at = tree.parent(at)) {
            int parent = tree.parent(at);
            Optional<Integer> sibling = tree.children(parent).stream()
                    .filter(child -> shown.get(child).get(cell))
                    .min(Comparator.comparingLong((Integer child) -> tally.conversations(child, cell))
                            .thenComparing(Comparator.naturalOrder()));
            if (sibling.isPresent()) {
                fold(sibling.get(), cell);
                return true;
            }
            if (!shown.get(at).isEmpty()) {
                fold(at, smallest(at));
                return true;
            }
            if (shown.get(parent).get(cell)) {
                fold(parent, cell);
                return true;
            }
        }
        return false;
    }

    private void fold(int node, int cell) {
        shown.get(node).clear(cell);
        repairRow(node);
    }

    /** One row alone gives away nothing but its own "other"; where it stands already it goes too. */
    private void keepOnlyTheRoot() {
        boolean alone = shown.stream().skip(1).allMatch(BitSet::isEmpty);
        shown.stream().skip(alone ? 0 : 1).forEach(BitSet::clear);
    }
}

package murmuration.privacy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import murmuration.core.Minimums;
import murmuration.privacy.CellNetwork.Place;

/**
 * One attempt to choose what a breakdown shows.
 *
 * <p>A cell under the minimums is folded into its row's "other". "Other" folds at least two answers and meets the minimums
 * itself, or takes in the smallest shown cell until it does. Then no folded cell under the minimums may be computable
 * more closely than a range as wide as the minimum of conversations, from all rows and levels together: where one is,
 * further cells are folded. Folding never makes another cell easier to compute, so one pass is enough. In the end each
 * cell over the minimums that was folded, the largest first, is shown after all where everything stays as safe without.
 */
final class Folding {
    /** How often others may be folded for the sake of one cell; more would mean that it is not worth it. */
    private static final int MOST = 64;

    /** Work that one breakdown may make, about ten seconds, and what may be spent on showing more after that. */
    private static final long PROVING = 1_000_000_000L;

    private static final long UNFOLDING = PROVING / 10;

    private final ClusterTree tree;
    private final Tally tally;
    private final Minimums minimums;
    private final BitSet never;
    /** By node, the cells over the minimums, down to where any is shown. */
    private final List<BitSet> large = new ArrayList<>();

    private final List<BitSet> shown = new ArrayList<>();

    Folding(ClusterTree tree, Tally tally, Minimums minimums, BitSet never) {
        this.tree = tree;
        this.tally = tally;
        this.minimums = minimums;
        this.never = never;
    }

    /** Shows what is safe down to this depth; false where that could not be proven. */
    boolean fold(int depth) {
        for (int node = 0; node < tree.size(); node++) {
            large.add(tree.depth(node) <= depth ? large(node) : new BitSet());
            shown.add((BitSet) large.get(node).clone());
        }
        for (int node = 0; node < tree.size(); node++) {
            repairRow(node);
        }
        return depth == 0 || protect();
    }

    /** By node. */
    List<BitSet> shown() {
        return shown;
    }

    /** How many nodes have cells over the minimums and show none. */
    int emptied() {
        return (int) IntStream.range(0, tree.size())
                .filter(node -> shown.get(node).isEmpty() && !large.get(node).isEmpty())
                .count();
    }

    private BitSet large(int node) {
        BitSet cells = new BitSet();
        for (int cell = 0; cell < tally.cells(); cell++) {
            if (!never.get(cell) && tally.conversations(node, cell) >= minimums.conversations()) {
                cells.set(cell, met(tally.group(node, cell)));
            }
        }
        return cells;
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
        Inference inference = new Inference(tree, tally, shown, PROVING);
        List<Place> sensitive = places(this::sensitive);
        for (Place place : sensitive) {
            if (!protect(inference, place)) {
                return false;
            }
        }
        unfold(sensitive);
        return true;
    }

    /** Shows again what was folded for nothing. */
    private void unfold(List<Place> sensitive) {
        Inference inference = new Inference(tree, tally, shown, UNFOLDING);
        List<Place> folded = places(
                (node, cell) -> large.get(node).get(cell) && !shown.get(node).get(cell));
        folded.sort(Comparator.comparingLong((Place place) -> -tally.conversations(place.node(), place.cell())));
        for (Place place : folded) {
            if (inference.exhausted()) {
                return;
            }
            BitSet row = shown.get(place.node());
            row.set(place.cell());
            if (!rowIsSafe(place.node()) || !allAreSafe(inference, sensitive)) {
                row.clear(place.cell());
            }
        }
    }

    private boolean allAreSafe(Inference inference, List<Place> sensitive) {
        for (int i = 0; i < sensitive.size(); i++) {
            if (inference.exhausted() || !isSafe(inference, sensitive.get(i))) {
                // where one cell is in danger, it is in danger again
                Collections.swap(sensitive, 0, i);
                return false;
            }
        }
        return true;
    }

    private List<Place> places(BiPredicate<Integer, Integer> which) {
        return IntStream.range(0, tree.size())
                .boxed()
                .flatMap(node -> IntStream.range(0, tally.cells())
                        .filter(cell -> which.test(node, cell))
                        .mapToObj(cell -> new Place(node, cell)))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Somebody is in it, and it is under the minimums. */
    private boolean sensitive(int node, int cell) {
        long conversations = tally.conversations(node, cell);
        return !shown.get(node).get(cell)
                && conversations > 0
                && (conversations < minimums.conversations() || !met(tally.group(node, cell)));
    }

    private boolean protect(Inference inference, Place place) {
        for (int times = 0; !isSafe(inference, place); times++) {
            List<Place> inTheWay = inference.exhausted() || times == MOST
                    ? List.of()
                    : inference.inTheWay(place, minimums.conversations());
            if (inTheWay.isEmpty()) {
                return false;
            }
            inTheWay.forEach(each -> shown.get(each.node()).clear(each.cell()));
            inTheWay.forEach(each -> repairRow(each.node()));
        }
        return true;
    }

    private boolean isSafe(Inference inference, Place place) {
        return inference.rangeIsAtLeast(place, minimums.conversations());
    }
}

package murmuration.privacy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The simplest tables that agree with all that is shown. A leaf under a node takes one conversation more of an answer and
 * one less of another; a leaf outside does the reverse; neither answer is shown on the way from either leaf to their common
 * ancestor. Where the node's own row leaves no such answer, a third leaf, the carrier, stands between: it exchanges with
 * the leaf outside, and passes on to the node's leaf what it got.
 *
 * <p>Finds most ranges at once, and never one that is not there: all exchanges of one question can be done together, since
 * no conversation is taken twice. One question an object.
 */
final class Swaps {
    private final ClusterTree tree;
    private final List<BitSet> shown;
    private final long[] counts;
    private final int cells;
    private final int cell;
    private final long places;
    /** What leaves still have to give, by leaf; a leaf that gave nothing has no entry. */
    private final Map<Integer, long[]> left = new HashMap<>();

    private long looked;

    /** @param counts of a node's cell at {@code node * cells + cell}; {@code places} to look at before giving up */
    Swaps(ClusterTree tree, List<BitSet> shown, long[] counts, Question question) {
        this.tree = tree;
        this.shown = shown;
        this.counts = counts;
        this.cells = counts.length / tree.size();
        this.cell = question.cell();
        this.places = question.places();
    }

    /** Which cell, and how many places may be looked at. */
    record Question(int cell, long places) {}

    long looked() {
        return looked;
    }

    /** By how much a node's cell can be raised, at most as wanted. */
    long raise(int node, long wanted) {
        long raised = 0;
        for (int below = node; below != ClusterTree.ROOT && isHidden(below, cell); below = tree.parent(below)) {
            raised += raise(node, below, wanted - raised);
            if (raised >= wanted || looked > places) {
                break;
            }
        }
        return raised;
    }

    /** By how much a node's cell can be lowered, at most as wanted: leaves outside take its answers for others of theirs. */
    long lower(int node, long wanted) {
        long lowered = 0;
        for (int below = node; below != ClusterTree.ROOT && isHidden(below, cell); below = tree.parent(below)) {
            for (int leaf = tree.leafFrom(node); leaf < tree.leafTo(node); leaf++) {
                int inner = tree.nodeOfLeaf(leaf);
                if (lowered >= wanted || looked > places) {
                    return lowered;
                }
                if (isFree(inner, cell, tree.parent(below))) {
                    lowered += handOut(inner, below, Math.min(wanted - lowered, left(inner)[cell]));
                }
            }
        }
        return lowered;
    }

    private long handOut(int inner, int below, long wanted) {
        int above = tree.parent(below);
        long taken = 0;
        for (int leaf = tree.leafFrom(above); leaf < tree.leafTo(above) && taken < wanted && looked <= places; leaf++) {
            boolean beside = leaf < tree.leafFrom(below) || leaf >= tree.leafTo(below);
            looked++;
            if (beside && isFree(tree.nodeOfLeaf(leaf), cell, above)) {
                taken += give(tree.nodeOfLeaf(leaf), inner, above, wanted - taken);
            }
        }
        left(inner)[cell] -= taken;
        return taken;
    }

    /** By exchanges between the leaves under {@code below}, which holds the node, and those beside it. */
    private long raise(int node, int below, long wanted) {
        long raised = 0;
        for (int leaf = tree.leafFrom(below); leaf < tree.leafTo(below); leaf++) {
            int carrier = tree.nodeOfLeaf(leaf);
            boolean own = leaf >= tree.leafFrom(node) && leaf < tree.leafTo(node);
            looked++;
            if (isFree(carrier, cell, tree.parent(below)) && hasSomething(carrier, tree.parent(below))) {
                long most = own ? wanted - raised : Math.min(wanted - raised, passable(node, carrier, below));
                long got = most == 0 ? 0 : exchange(carrier, below, most);
                raised += own ? got : pass(node, carrier, below, got);
            }
            if (raised >= wanted || looked > places) {
                return raised;
            }
        }
        return raised;
    }

    private boolean hasSomething(int leaf, int ancestor) {
        long[] here = left(leaf);
        looked += cells;
        for (int other = 0; other < cells; other++) {
            if (here[other] > 0 && other != cell && isFree(leaf, other, ancestor)) {
                return true;
            }
        }
        return false;
    }

    /** What a carrier gets from leaves beside {@code below}, for other answers that it gives them. */
    private long exchange(int carrier, int below, long wanted) {
        int above = tree.parent(below);
        long got = 0;
        for (int leaf = tree.leafFrom(above); leaf < tree.leafTo(above); leaf++) {
            if (leaf == tree.leafFrom(below)) {
                leaf = tree.leafTo(below) - 1;
                continue;
            }
            int outer = tree.nodeOfLeaf(leaf);
            looked++;
            if (counts[outer * cells + cell] > 0 && isFree(outer, cell, above)) {
                long available = Math.min(left(outer)[cell], wanted - got);
                long given = give(carrier, outer, above, available);
                left(outer)[cell] -= given;
                got += given;
            }
            if (got >= wanted || looked > places) {
                return got;
            }
        }
        return got;
    }

    /** Takes other answers from one leaf's row, as many as asked and as may go to the other leaf. */
    private long give(int giver, int taker, int ancestor, long asked) {
        long[] row = left(giver);
        long given = 0;
        looked += cells;
        for (int other = 0; other < cells && given < asked; other++) {
            if (row[other] > 0 && other != cell && isFree(giver, other, ancestor) && isFree(taker, other, ancestor)) {
                long amount = Math.min(row[other], asked - given);
                row[other] -= amount;
                given += amount;
            }
        }
        return given;
    }

    /** How much a carrier could pass on to the node's leaves, for other answers that stay under {@code below}. */
    private long passable(int node, int carrier, int below) {
        long most = 0;
        for (int leaf = tree.leafFrom(node); leaf < tree.leafTo(node) && looked <= places; leaf++) {
            int inner = tree.nodeOfLeaf(leaf);
            if (isFree(inner, cell, below) && isFree(carrier, cell, below)) {
                most += couldGive(inner, carrier, below);
            }
        }
        return most;
    }

    /** Passes on what a carrier got; answers how much of it. */
    private long pass(int node, int carrier, int below, long amount) {
        long passed = 0;
        for (int leaf = tree.leafFrom(node); leaf < tree.leafTo(node) && passed < amount; leaf++) {
            int inner = tree.nodeOfLeaf(leaf);
            if (isFree(inner, cell, below) && isFree(carrier, cell, below)) {
                passed += give(inner, carrier, below, amount - passed);
            }
        }
        return passed;
    }

    private long couldGive(int giver, int taker, int ancestor) {
        long[] row = left(giver);
        long most = 0;
        looked += cells;
        for (int other = 0; other < cells; other++) {
            if (row[other] > 0 && other != cell && isFree(giver, other, ancestor) && isFree(taker, other, ancestor)) {
                most += row[other];
            }
        }
        return most;
    }

    private long[] left(int leaf) {
        return left.computeIfAbsent(leaf, node -> Arrays.copyOfRange(counts, node * cells, (node + 1) * cells));
    }

    /** Whether a cell is shown nowhere from a node up to below an ancestor. */
    private boolean isFree(int node, int which, int ancestor) {
        for (int at = node; at != ancestor; at = tree.parent(at)) {
            if (!isHidden(at, which)) {
                return false;
            }
        }
        return true;
    }

    private boolean isHidden(int node, int which) {
        return !shown.get(node).get(which);
    }
}

package murmuration.privacy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * How closely a cell that is not shown can be computed from everything that is: every shown cell, every cluster's size,
 * and that a parent is the sum of its children.
 *
 * <p>The tables that agree with all of this are the circulations of a network: an arc per cell that is not shown, from its
 * value in the parent to its value in the child, and from a leaf's values to that leaf, whose size is known. So the range
 * of a cell is what a maximum flow says (after Cox, 1995, Network Models for Complementary Cell Suppression), and nothing
 * outside the range can be excluded by any means, linear programming included. Shown cells count as known exactly:
 * rounding only widens the range.
 */
final class Inference {
    /** Arcs that may be looked at for one breakdown, about ten seconds of work. */
    private static final long BUDGET = 1_000_000_000L;

    /** Arcs that one search may look at; a detour that is not found by then counts as none, which errs on the safe side. */
    private static final long SEARCH = 200_000;

    private static final int UNBOUNDED = Integer.MAX_VALUE;

    private final ClusterTree tree;
    private final int cells;
    private final List<BitSet> shown;
    private final long[] flow;
    private final int[] from;
    private final int[] by;
    private final int[] visited;
    private final int[] queue;
    private int[] journal = new int[64];
    private long[] journaled = new long[64];
    private int changes;
    private int round;
    private long looked;

    /** @param shown per node, the cells that are shown; read anew for every question */
    Inference(ClusterTree tree, Tally tally, List<BitSet> shown) {
        this.tree = tree;
        this.cells = tally.cells();
        this.shown = shown;
        flow = new long[tree.size() * cells];
        for (int node = 0; node < tree.size(); node++) {
            for (int cell = 0; cell < cells; cell++) {
                flow[arc(node, cell)] = tally.conversations(node, cell);
            }
        }
        int vertices = 1 + flow.length;
        from = new int[vertices];
        by = new int[vertices];
        visited = new int[vertices];
        queue = new int[vertices];
    }

    /** Whether so much work has been done that no further question should be asked. */
    boolean exhausted() {
        return looked > BUDGET;
    }

    /** Whether the range of values that this cell could have, for all that is shown, is at least so wide. */
    boolean rangeIsAtLeast(int node, int cell, long width) {
        if (shown.get(node).get(cell)) {
            return false;
        }
        if (swapsReach(node, cell, width)) {
            return true;
        }
        int arc = arc(node, cell);
        int tail = tail(node, cell);
        int head = head(node, cell);
        long up = reroute(head, tail, arc, width);
        if (up >= width) {
            return true;
        }
        long down = reroute(tail, head, arc, Math.min(flow[arc], width - up));
        return up + down >= width;
    }

    /** Whether simple exchanges alone show that the range is so wide, which spares the search in nearly every case. */
    private boolean swapsReach(int node, int cell, long width) {
        Swaps up = new Swaps(tree, shown, flow, new Swaps.Question(cell, SEARCH));
        long raised = up.raise(node, width);
        Swaps down = new Swaps(tree, shown, flow, new Swaps.Question(cell, SEARCH));
        long lowered = raised >= width ? 0 : down.lower(node, width - raised);
        looked += up.looked() + down.looked();
        return raised + lowered >= width;
    }

    /** How much can go from one vertex to another without this arc, at most {@code wanted}; the flow is left as it was. */
    private long reroute(int source, int target, int without, long wanted) {
        long sum = 0;
        while (sum < wanted && search(source, target, without)) {
            long most = wanted - sum;
            for (int at = target; at != source; at = from[at]) {
                most = Math.min(most, by[at] > 0 ? UNBOUNDED : flow[-by[at] - 1]);
            }
            for (int at = target; at != source; at = from[at]) {
                push(by[at], most);
            }
            sum += most;
        }
        undo();
        return sum;
    }

    private void push(int step, long amount) {
        int arc = Math.abs(step) - 1;
        if (changes == journal.length) {
            journal = Arrays.copyOf(journal, 2 * changes);
            journaled = Arrays.copyOf(journaled, 2 * changes);
        }
        journal[changes] = arc;
        journaled[changes++] = flow[arc];
        flow[arc] += step > 0 ? amount : -amount;
    }

    private void undo() {
        while (changes > 0) {
            flow[journal[--changes]] = journaled[changes];
        }
    }

    /** Breadth first, so that the shortest detours come first. */
    private boolean search(int source, int target, int without) {
        round++;
        visited[source] = round;
        int end = 0;
        queue[end++] = source;
        long until = looked + SEARCH;
        for (int i = 0; i < end && looked < until; i++) {
            int at = queue[i];
            end = expand(at, without, end);
            if (visited[target] == round) {
                return true;
            }
        }
        return false;
    }

    private int expand(int at, int without, int end) {
        if (at == 0) {
            return down(0, ClusterTree.ROOT, 0, cells, without, end);
        }
        int node = (at - 1) / cells;
        if (tree.isLeaf(node)) {
            int last = end;
            for (int cell = 0; cell < cells; cell++) {
                last = up(at, node, cell, without, last);
            }
            return last;
        }
        int cell = (at - 1) % cells;
        int last = up(at, node, cell, without, end);
        for (int child : tree.children(node)) {
            last = down(at, child, cell, cell + 1, without, last);
        }
        return last;
    }

    /** Along the arcs of a node's cells, raising them. */
    private int down(int at, int node, int firstCell, int lastCell, int without, int end) {
        int last = end;
        for (int cell = firstCell; cell < lastCell; cell++) {
            looked++;
            int arc = arc(node, cell);
            if (arc != without && !shown.get(node).get(cell)) {
                last = reach(head(node, cell), at, arc + 1, last);
            }
        }
        return last;
    }

    /** Against the arc of a node's cell, lowering it. */
    private int up(int at, int node, int cell, int without, int end) {
        looked++;
        int arc = arc(node, cell);
        return arc != without && flow[arc] > 0 && !shown.get(node).get(cell)
                ? reach(tail(node, cell), at, -arc - 1, end)
                : end;
    }

    private int reach(int vertex, int at, int step, int end) {
        if (visited[vertex] == round) {
            return end;
        }
        visited[vertex] = round;
        from[vertex] = at;
        by[vertex] = step;
        queue[end] = vertex;
        return end + 1;
    }

    private int arc(int node, int cell) {
        return node * cells + cell;
    }

    private int head(int node, int cell) {
        return 1 + node * cells + (tree.isLeaf(node) ? 0 : cell);
    }

    private int tail(int node, int cell) {
        return node == ClusterTree.ROOT ? 0 : head(tree.parent(node), cell);
    }
}

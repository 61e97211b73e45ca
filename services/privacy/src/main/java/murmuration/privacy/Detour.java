package murmuration.privacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.PriorityQueue;
import murmuration.privacy.CellNetwork.Place;
import murmuration.privacy.CellNetwork.Way;

/**
 * Where folded cells leave no way, the shown cells whose folding would open the cheapest one: a shortest path on which a
 * folded cell costs nothing, and a shown one the conversations in it (after Castro, 2007, A Shortest-Paths Heuristic for
 * Statistical Data Protection in Positive Tables). One question an object.
 */
final class Detour {
    private static final int NONE = -1;

    /** The one cell that a node shows costs so many times as much: without it there is no breakdown to read. */
    private static final int LAST = 4;

    private final CellNetwork network;
    private final List<BitSet> shown;
    private final long[] flow;
    private final Bounds bounds;
    private final long[] cost;
    /** The vertex before one, and the cell between them. */
    private final int[] from;

    private final int[] over;
    private final PriorityQueue<Open> open = new PriorityQueue<>();
    private long looked;

    Detour(CellNetwork network, List<BitSet> shown, long[] flow, Bounds bounds) {
        this.network = network;
        this.shown = shown;
        this.flow = flow;
        this.bounds = bounds;
        cost = new long[network.vertices()];
        from = new int[cost.length];
        over = new int[cost.length];
        Arrays.fill(cost, Long.MAX_VALUE);
        looked = cost.length;
    }

    /**
     * What may lie on the way.
     *
     * @param least what a cell must hold to be lowered: less would be of little use
     * @param alsoTop whether cells that the whole run shows may
     */
    record Bounds(long least, boolean alsoTop) {}

    /** A vertex that can be reached. */
    private record Open(long cost, int vertex) implements Comparable<Open> {
        @Override
        public int compareTo(Open other) {
            return cost == other.cost ? Integer.compare(vertex, other.vertex) : Long.compare(cost, other.cost);
        }
    }

    /** Arcs and vertices looked at. */
    long looked() {
        return looked;
    }

    /** The shown cells on the cheapest way; none where there is no way. */
    List<Place> on(Way way) {
        cost[way.source()] = 0;
        from[way.source()] = NONE;
        open.add(new Open(0, way.source()));
        while (!open.isEmpty()) {
            Open next = open.remove();
            if (next.vertex() == way.target()) {
                return shownUpTo(way.target());
            }
            if (next.cost() == cost[next.vertex()]) {
                network.eachArc(next.vertex(), (node, cell, raised) -> reach(next, node, cell, raised, way.without()));
            }
        }
        return List.of();
    }

    private void reach(Open at, int node, int cell, boolean raised, int without) {
        looked++;
        int arc = network.arc(node, cell);
        boolean isShown = shown.get(node).get(cell);
        boolean passable =
                (raised || flow[arc] >= bounds.least()) && (!isShown || node != ClusterTree.ROOT || bounds.alsoTop());
        if (arc == without || !passable) {
            return;
        }
        int vertex = network.end(node, cell, raised);
        long total = at.cost() + (isShown ? costOf(node, arc) : 0);
        if (total < cost[vertex]) {
            cost[vertex] = total;
            from[vertex] = at.vertex();
            over[vertex] = arc;
            open.add(new Open(total, vertex));
        }
    }

    private long costOf(int node, int arc) {
        return shown.get(node).cardinality() == 1 ? LAST * flow[arc] : flow[arc];
    }

    private List<Place> shownUpTo(int target) {
        List<Place> cells = new ArrayList<>();
        for (int at = target; from[at] != NONE; at = from[at]) {
            Place place = network.place(over[at]);
            if (shown.get(place.node()).get(place.cell())) {
                cells.add(place);
            }
        }
        return cells;
    }
}

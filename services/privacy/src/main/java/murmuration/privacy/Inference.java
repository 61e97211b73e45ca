package murmuration.privacy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import murmuration.privacy.CellNetwork.Place;
import murmuration.privacy.CellNetwork.Way;

/**
 * How closely a cell that is not shown can be computed from everything that is: every shown cell, every cluster's size,
 * and that a parent is the sum of its children.
 *
 * <p>The tables that agree with all of this are the circulations of a network: an arc per cell that is not shown, from its
 * value in the parent to its value in the child, and from a leaf's values to that leaf, whose size is known. So the range
 * of a cell is what a maximum flow says (after Cox, 1995, Network Models for Complementary Cell Suppression), and nothing
 * inside the range can be excluded by any means, linear programming included. Shown cells count as known exactly:
 * rounding only widens the range.
 */
final class Inference {
    /** Places that exchanges may look at for one question; what is not found by then counts as none, which is safe. */
    private static final long SWAPS = 200_000;

    private static final int UNBOUNDED = Integer.MAX_VALUE;

    private final ClusterTree tree;
    private final CellNetwork network;
    private final List<BitSet> shown;
    private final long budget;
    private final long[] flow;
    private final int[] from;
    private final int[] by;
    private final int[] visited;
    private final int[] queue;
    private int queued;
    private int[] journal = new int[64];
    private long[] journaled = new long[64];
    private int changes;
    private int round;
    private long looked;

    /**
     * @param shown per node, the cells that are shown; read anew for every question
     * @param budget arcs that may be looked at; a hundred million are about a second of work
     */
    Inference(ClusterTree tree, Tally tally, List<BitSet> shown, long budget) {
        this.tree = tree;
        this.network = new CellNetwork(tree, tally.cells());
        this.shown = shown;
        this.budget = budget;
        flow = new long[network.arcs()];
        for (int node = 0; node < tree.size(); node++) {
            for (int cell = 0; cell < tally.cells(); cell++) {
                flow[network.arc(node, cell)] = tally.conversations(node, cell);
            }
        }
        int vertices = network.vertices();
        from = new int[vertices];
        by = new int[vertices];
        visited = new int[vertices];
        queue = new int[vertices];
    }

    /** Whether so much work has been done that no further question should be asked. */
    boolean exhausted() {
        return looked > budget;
    }

    /** Whether the range of values that this cell could have, for all that is shown, is at least so wide. */
    boolean rangeIsAtLeast(Place place, long width) {
        return !shown.get(place.node()).get(place.cell()) && (swapsReach(place, width) || missing(place, width) == 0);
    }

    /**
     * Shown cells that are to be folded so that this one could be larger, or else smaller, than it now could: those that hold
     * the fewest conversations together, and rather many of small clusters than one of the whole run. None where nothing helps.
     */
    List<Place> inTheWay(Place place, long width) {
        long missing = missing(place, width);
        long all = flow[network.arc(place.node(), place.cell())];
        return Stream.of(false, true)
                .flatMap(alsoTop -> Stream.of(missing, 1L).map(least -> new Detour.Bounds(least, alsoTop)))
                .distinct()
                .flatMap(bounds -> Stream.of(
                        detour(network.raising(place), width, bounds), detour(network.lowering(place), all, bounds)))
                .filter(cells -> !cells.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** What has to be folded for more to go this way; none where as much as that can go anyway. */
    private List<Place> detour(Way way, long most, Detour.Bounds bounds) {
        List<Place> cells = List.of();
        if (reroute(way, most) < most) {
            Detour detour = new Detour(network, shown, flow, bounds);
            cells = detour.on(way);
            looked += detour.looked();
        }
        undo();
        return cells;
    }

    /** Whether simple exchanges alone show that the range is so wide, which spares the search in nearly every case. */
    private boolean swapsReach(Place place, long width) {
        Swaps up = new Swaps(tree, shown, flow, new Swaps.Question(place.cell(), SWAPS));
        long raised = up.raise(place.node(), width);
        Swaps down = new Swaps(tree, shown, flow, new Swaps.Question(place.cell(), SWAPS));
        long lowered = raised >= width ? 0 : down.lower(place.node(), width - raised);
        looked += up.looked() + down.looked();
        return raised + lowered >= width;
    }

    /** By how much the range is narrower than this width, 0 where it is not. */
    private long missing(Place place, long width) {
        long up = reroute(network.raising(place), width);
        undo();
        long most = Math.min(flow[network.arc(place.node(), place.cell())], width - up);
        long down = reroute(network.lowering(place), most);
        undo();
        return width - up - down;
    }

    /** How much can go this way, at most {@code wanted}; it goes, until it is undone. */
    private long reroute(Way way, long wanted) {
        long sum = 0;
        while (sum < wanted && search(way)) {
            long most = wanted - sum;
            for (int at = way.target(); at != way.source(); at = from[at]) {
                most = Math.min(most, by[at] > 0 ? UNBOUNDED : flow[-by[at] - 1]);
            }
            for (int at = way.target(); at != way.source(); at = from[at]) {
                push(by[at], most);
            }
            sum += most;
        }
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
    private boolean search(Way way) {
        round++;
        visited[way.source()] = round;
        queued = 0;
        queue[queued++] = way.source();
        for (int i = 0; i < queued && visited[way.target()] != round; i++) {
            int at = queue[i];
            network.eachArc(at, (node, cell, raised) -> reach(at, node, cell, raised, way.without()));
        }
        return visited[way.target()] == round;
    }

    private void reach(int at, int node, int cell, boolean raised, int without) {
        looked++;
        int arc = network.arc(node, cell);
        if (arc == without || shown.get(node).get(cell) || (!raised && flow[arc] == 0)) {
            return;
        }
        int vertex = network.end(node, cell, raised);
        if (visited[vertex] != round) {
            visited[vertex] = round;
            from[vertex] = at;
            by[vertex] = raised ? arc + 1 : -arc - 1;
            queue[queued++] = vertex;
        }
    }
}

package murmuration.privacy;

/**
 * The cells of a tree as a network: an arc for each cell of each node, on which its conversations flow. All answers of the
 * whole run come from vertex 0; each node has a vertex for each of its cells, of which a leaf has one for all.
 */
record CellNetwork(ClusterTree tree, int cells) {
    /** A cell of a node. */
    record Place(int node, int cell) {}

    /** From one end of an arc to the other without it, as what raises or lowers its cell has to go. */
    record Way(int source, int target, int without) {}

    /** What is done with an arc out of a vertex. */
    interface Step {
        /** @param raised whether it is gone along, which raises the cell, or against */
        void over(int node, int cell, boolean raised);
    }

    int vertices() {
        return 1 + arcs();
    }

    int arcs() {
        return tree.size() * cells;
    }

    int arc(int node, int cell) {
        return node * cells + cell;
    }

    Place place(int arc) {
        return new Place(arc / cells, arc % cells);
    }

    int head(int node, int cell) {
        return 1 + arc(node, tree.isLeaf(node) ? 0 : cell);
    }

    int tail(int node, int cell) {
        return node == ClusterTree.ROOT ? 0 : head(tree.parent(node), cell);
    }

    /** Where a step over an arc leads. */
    int end(int node, int cell, boolean raised) {
        return raised ? head(node, cell) : tail(node, cell);
    }

    Way raising(Place place) {
        return way(place, true);
    }

    Way lowering(Place place) {
        return way(place, false);
    }

    private Way way(Place place, boolean raises) {
        int source = end(place.node(), place.cell(), raises);
        int target = end(place.node(), place.cell(), !raises);
        return new Way(source, target, arc(place.node(), place.cell()));
    }

    void eachArc(int vertex, Step step) {
        if (vertex == 0) {
            eachCell(ClusterTree.ROOT, true, step);
            return;
        }
        int node = (vertex - 1) / cells;
        if (tree.isLeaf(node)) {
            eachCell(node, false, step);
            return;
        }
        int cell = (vertex - 1) % cells;
        step.over(node, cell, false);
        for (int child : tree.children(node)) {
            step.over(child, cell, true);
        }
    }

    private void eachCell(int node, boolean raised, Step step) {
        for (int cell = 0; cell < cells; cell++) {
            step.over(node, cell, raised);
        }
    }
}

package murmuration.privacy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that are to be published, each under its nearest published ancestor; node 0 is the whole run. A node's
 * members are those of the published base clusters under it, so that a parent has no member that no child has: nothing
 * can be had by subtraction but what is shown.
 *
 * <p>Leaves are numbered in one order in which every node's leaves stand together: {@code [leafFrom, leafTo)}.
 */
final class ClusterTree {
    /** The whole run. */
    static final int ROOT = 0;

    private final List<Node> nodes = new ArrayList<>();
    private final Map<Integer, Integer> leafByBase = new HashMap<>();
    private final List<Integer> nodeByLeaf = new ArrayList<>();

    private ClusterTree() {}

    /** A node; the root has no row. */
    private static final class Node {
        private final @Nullable ClusterRow row;
        private final int parent;
        private final List<Integer> children = new ArrayList<>();
        private int leafFrom;
        private int leafTo;

        Node(@Nullable ClusterRow row, int parent) {
            this.row = row;
            this.parent = parent;
        }
    }

    /** A tree of these clusters; a cluster without a published base cluster under it is left out. */
    static ClusterTree of(Clusters clusters, SortedSet<ClusterKey> published) {
        SortedMap<ClusterKey, List<ClusterRow>> children = new TreeMap<>();
        List<ClusterRow> top = new ArrayList<>();
        for (ClusterRow row : clusters.all()) {
            if (published.contains(row.key())) {
                ClusterRow above = clusters.parentOf(row);
                while (above != null && !published.contains(above.key())) {
                    above = clusters.parentOf(above);
                }
                (above == null ? top : children.computeIfAbsent(above.key(), key -> new ArrayList<>())).add(row);
            }
        }
        ClusterTree tree = new ClusterTree();
        tree.nodes.add(new Node(null, -1));
        top.forEach(row -> tree.grow(row, ROOT, children));
        tree.nodes.getFirst().leafTo = tree.leaves();
        return tree;
    }

    private boolean grow(ClusterRow row, int parent, SortedMap<ClusterKey, List<ClusterRow>> children) {
        int self = nodes.size();
        Node node = new Node(row, parent);
        nodes.add(node);
        node.leafFrom = leaves();
        if (row.key().level() == 0) {
            leafByBase.put(row.key().k(), leaves());
            nodeByLeaf.add(self);
        }
        for (ClusterRow child : children.getOrDefault(row.key(), List.of())) {
            grow(child, self, children);
        }
        node.leafTo = leaves();
        if (node.leafFrom == node.leafTo) {
            nodes.subList(self, nodes.size()).clear();
            return false;
        }
        nodes.get(parent).children.add(self);
        return true;
    }

    int size() {
        return nodes.size();
    }

    int leaves() {
        return leafByBase.size();
    }

    /** The node of the whole run has none: -1. */
    int parent(int node) {
        return nodes.get(node).parent;
    }

    /** How many nodes stand above it; 0 for the whole run. */
    int depth(int node) {
        int depth = 0;
        for (int at = node; at != ROOT; at = parent(at)) {
            depth++;
        }
        return depth;
    }

    List<Integer> children(int node) {
        return nodes.get(node).children;
    }

    boolean isLeaf(int node) {
        return nodes.get(node).children.isEmpty();
    }

    int leafFrom(int node) {
        return nodes.get(node).leafFrom;
    }

    int leafTo(int node) {
        return nodes.get(node).leafTo;
    }

    /** The leaf of a base cluster's centroid, or -1 where it is not published. */
    int leafOf(int k) {
        return leafByBase.getOrDefault(k, -1);
    }

    /** The node of a leaf. */
    int nodeOfLeaf(int leaf) {
        return nodeByLeaf.get(leaf);
    }

    /** Centroids of the published base clusters, ascending. */
    List<Integer> bases() {
        return leafByBase.keySet().stream().sorted().toList();
    }

    /** The cluster at a node other than the root. */
    ClusterRow row(int node) {
        ClusterRow row = nodes.get(node).row;
        if (row == null) {
            throw new IllegalArgumentException("the whole run is no cluster");
        }
        return row;
    }
}

package murmuration.privacy;

import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import murmuration.runtime.Assignment;

/** Exact sizes of the nodes of a tree: conversations with those given to a cluster later, accounts of original members. */
final class MemberSizes {
    private final SourceRows source;
    private final Assignment run;
    private final SortedMap<Integer, Long> full;

    MemberSizes(SourceRows source, Assignment run) {
        this.source = source;
        this.run = run;
        full = source.fullSizes(run);
    }

    /** By node. */
    List<Group> of(ClusterTree tree) {
        Tally members = source.members(run, tree);
        BitSet everything = new BitSet();
        everything.set(0, members.cells());
        long[] byLeaf = new long[tree.leaves()];
        tree.bases().forEach(k -> byLeaf[tree.leafOf(k)] = full.getOrDefault(k, 0L));
        return java.util.stream.IntStream.range(0, tree.size())
                .mapToObj(node -> {
                    long conversations = 0;
                    for (int leaf = tree.leafFrom(node); leaf < tree.leafTo(node); leaf++) {
                        conversations += byLeaf[leaf];
                    }
                    return new Group(
                            conversations, members.group(node, everything).accounts());
                })
                .toList();
    }
}

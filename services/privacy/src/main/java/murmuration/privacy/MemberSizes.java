package murmuration.privacy;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Sizes of the nodes of a tree: conversations with those given to a cluster later, accounts of original members. */
record MemberSizes(Members members) {
    private static final int ORIGINAL = 0;
    private static final int GIVEN = 1;

    /** By node. */
    List<Counted> of(ClusterTree tree) {
        Tally.Builder tally = new Tally.Builder(members, 2);
        for (int member = 0; member < members.size(); member++) {
            int leaf = tree.leafOf(members.base(member));
            if (leaf >= 0) {
                tally.add(leaf, members.isOriginal(member) ? ORIGINAL : GIVEN, member);
            }
        }
        Tally sizes = tally.build(tree);
        BitSet both = new BitSet();
        both.set(ORIGINAL, GIVEN + 1);
        return IntStream.range(0, tree.size())
                .mapToObj(node -> sizes.counted(node, both, Tally.one(ORIGINAL)))
                .toList();
    }
}

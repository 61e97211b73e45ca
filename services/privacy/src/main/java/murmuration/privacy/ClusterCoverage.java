package murmuration.privacy;

import static murmuration.core.MurmurationException.require;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the conversations with a summary ended: kept, in a cluster under the minimums, or in one the review withheld. */
final class ClusterCoverage {
    private final Members members;
    private final Clusters clusters;
    private final PublishedTree tree;

    ClusterCoverage(Members members, Clusters clusters, PublishedTree tree) {
        this.members = members;
        this.clusters = clusters;
        this.tree = tree;
    }

    List<Coverage.Part> parts(Group answered) {
        if (clusters.all().isEmpty()) {
            return answered.conversations() == 0
                    ? List.of()
                    : List.of(Coverage.Part.of(Coverage.UNDER_MINIMUMS, answered, 0));
        }
        Map<Integer, BitSet> bases = new HashMap<>();
        long assigned = 0;
        for (int member = 0; member < members.size(); member++) {
            if (members.base(member) >= 0) {
                assigned++;
                bases.computeIfAbsent(members.base(member), base -> new BitSet())
                        .set(member);
            }
        }
        require(
                assigned == answered.conversations(),
                "the conversations in clusters are not as many as have a summary");
        List<BitSet> small = new ArrayList<>();
        List<BitSet> withheld = new ArrayList<>();
        for (ClusterRow base : clusters.level(0)) {
            int k = base.key().k();
            if (tree.tree().leafOf(k) < 0 && bases.containsKey(k)) {
                (base.reason().equals("TOO_FEW") ? small : withheld).add(bases.getOrDefault(k, new BitSet()));
            }
        }
        List<Coverage.Part> parts = new ArrayList<>();
        if (tree.whole().conversations() > 0) {
            parts.add(Coverage.Part.of(Coverage.KEPT, tree.whole(), 0));
        }
        add(parts, Coverage.UNDER_MINIMUMS, small);
        add(parts, Coverage.WITHHELD, withheld);
        return parts;
    }

    private void add(List<Coverage.Part> parts, String state, List<BitSet> bases) {
        if (!bases.isEmpty()) {
            BitSet all = new BitSet();
            bases.forEach(all::or);
            parts.add(Coverage.Part.of(state, members.of(all).group(), bases.size()));
        }
    }
}

package murmuration.privacy;

import java.util.BitSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import murmuration.core.EndState;

/** The conversations that a run drew, by where they ended, as the coverage names it. */
final class Ends {
    private final Members members;
    private final Function<String, SetKey> undrawn;
    private final SortedMap<String, BitSet> byName = new TreeMap<>();

    private Ends(Members members, Function<String, SetKey> undrawn) {
        this.members = members;
        this.undrawn = undrawn;
    }

    /** @param undrawn stands for conversations of which no row tells which they are: a key of what is known of them */
    static Ends of(Members members, Clusters clusters, ClusterTree tree, Function<String, SetKey> undrawn) {
        Ends ends = new Ends(members, undrawn);
        TreeSet<Integer> small = new TreeSet<>();
        clusters.level(0).stream()
                .filter(base -> base.reason().equals("TOO_FEW"))
                .forEach(base -> small.add(base.key().k()));
        for (int member = 0; member < members.size(); member++) {
            int base = members.base(member);
            String name;
            if (members.state(member) != EndState.OK) {
                name = Coverage.name(members.state(member));
            } else if (tree.leafOf(base) >= 0) {
                name = Coverage.KEPT;
            } else {
                name = base < 0 || small.contains(base) ? Coverage.UNDER_MINIMUMS : Coverage.WITHHELD;
            }
            ends.byName.computeIfAbsent(name, unknown -> new BitSet()).set(member);
        }
        return ends;
    }

    /**
     * What a part of the coverage counts. Where that is nothing, it has a key of the run's all the same: with that of no
     * conversation the noise were one for all releases, and told which parts are empty.
     */
    Counted counted(Coverage.Part part) {
        BitSet which = new BitSet();
        part.states().forEach(state -> which.or(byName.getOrDefault(state, new BitSet())));
        Counted drawn = members.of(which);
        long beside = part.group().conversations() - drawn.group().conversations();
        boolean known = beside == 0 && drawn.group().conversations() > 0;
        return known ? drawn : new Partly(part, drawn, undrawn.apply(part.states() + " " + beside));
    }

    private record Partly(Coverage.Part part, Counted drawn, SetKey beside) implements Counted {
        @Override
        public Group group() {
            return part.group();
        }

        @Override
        public SetKey set() {
            return drawn.set().and(beside);
        }

        @Override
        public boolean isNear(BitSet known, int accounts) {
            return drawn.isNear(known, accounts);
        }

        @Override
        public long among(BitSet these) {
            return drawn.among(these);
        }
    }
}

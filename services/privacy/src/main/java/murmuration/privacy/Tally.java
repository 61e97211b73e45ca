package murmuration.privacy;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The conversations of a tree's leaves by cell of one breakdown. Counts of accounts are of distinct ones, for any node and
 * any set of cells: they are never added up.
 */
final class Tally {
    private final Members members;
    private final ClusterTree tree;
    private final int cells;
    /** Conversations of (leaf, cell) stand in {@code [offsets[leaf * cells + cell], offsets[leaf * cells + cell + 1])}. */
    private final int[] offsets;

    private final int[] conversations;
    private final long[][] counts;
    private final int[] seen;
    private int epoch;

    private Tally(ClusterTree tree, Builder from) {
        this.tree = tree;
        members = from.members;
        cells = from.cells;
        offsets = new int[tree.leaves() * cells + 1];
        conversations = new int[from.size];
        seen = new int[members.accounts()];
        sort(from);
        counts = new long[tree.size()][cells];
        for (int node = 0; node < tree.size(); node++) {
            sum(node);
        }
    }

    /** Collects conversations in any order. */
    static final class Builder {
        private final Members members;
        private final int cells;
        private int[] slot = new int[1024];
        private int[] conversation = new int[1024];
        private int size;

        Builder(Members members, int cells) {
            this.members = members;
            this.cells = cells;
        }

        /** @param member its number in {@link Members} */
        void add(int leaf, int cell, int member) {
            if (size == slot.length) {
                slot = Arrays.copyOf(slot, size * 2);
                conversation = Arrays.copyOf(conversation, size * 2);
            }
            slot[size] = leaf * cells + cell;
            conversation[size++] = member;
        }

        Tally build(ClusterTree tree) {
            return new Tally(tree, this);
        }
    }

    private void sort(Builder from) {
        for (int i = 0; i < from.size; i++) {
            offsets[from.slot[i] + 1]++;
        }
        for (int i = 1; i < offsets.length; i++) {
            offsets[i] += offsets[i - 1];
        }
        int[] next = offsets.clone();
        for (int i = 0; i < from.size; i++) {
            conversations[next[from.slot[i]]++] = from.conversation[i];
        }
    }

    private void sum(int node) {
        for (int leaf = tree.leafFrom(node); leaf < tree.leafTo(node); leaf++) {
            for (int cell = 0; cell < cells; cell++) {
                counts[node][cell] += offsets[leaf * cells + cell + 1] - offsets[leaf * cells + cell];
            }
        }
    }

    int cells() {
        return cells;
    }

    long conversations(int node, int cell) {
        return counts[node][cell];
    }

    /** Exact counts of a node's conversations in these cells. */
    Group group(int node, BitSet which) {
        return new Group(
                which.stream().mapToLong(cell -> counts[node][cell]).sum(), accountsBeside(node, which, new BitSet()));
    }

    /** Exact counts of one cell. */
    Group group(int node, int cell) {
        return group(node, one(cell));
    }

    /** What a number counts that is of a node's conversations in these cells. */
    Counted counted(int node, BitSet which) {
        return counted(node, which, which);
    }

    /** The same, where the accounts that count are those of other cells. */
    Counted counted(int node, BitSet which, BitSet accounts) {
        Group group = new Group(
                group(node, which).conversations(), group(node, accounts).accounts());
        return new Part(this, node, (BitSet) which.clone(), (BitSet) accounts.clone(), group);
    }

    static BitSet one(int cell) {
        BitSet one = new BitSet();
        one.set(cell);
        return one;
    }

    private long accountsBeside(int node, BitSet which, BitSet known) {
        epoch++;
        long accounts = 0;
        for (int leaf = tree.leafFrom(node); leaf < tree.leafTo(node); leaf++) {
            for (int cell = which.nextSetBit(0); cell >= 0; cell = which.nextSetBit(cell + 1)) {
                for (int i = offsets[leaf * cells + cell]; i < offsets[leaf * cells + cell + 1]; i++) {
                    int account = members.account(conversations[i]);
                    if (seen[account] != epoch && !known.get(conversations[i])) {
                        seen[account] = epoch;
                        accounts++;
                    }
                }
            }
        }
        return accounts;
    }

    private record Part(Tally tally, int node, BitSet which, BitSet accountCells, Group group) implements Counted {
        @Override
        public SetKey set() {
            SetKey[] sum = {SetKey.EMPTY};
            tally.forEach(node, which, member -> sum[0] = sum[0].and(tally.members.key(member)));
            return sum[0];
        }

        @Override
        public boolean isNear(BitSet known, int accounts) {
            boolean[] touches = new boolean[1];
            tally.forEach(node, which, member -> touches[0] |= known.get(member));
            return touches[0] && tally.accountsBeside(node, accountCells, known) < accounts;
        }

        @Override
        public long among(BitSet these) {
            long[] count = new long[1];
            tally.forEach(node, which, member -> count[0] += these.get(member) ? 1 : 0);
            return count[0];
        }
    }

    private void forEach(int node, BitSet which, java.util.function.IntConsumer each) {
        for (int leaf = tree.leafFrom(node); leaf < tree.leafTo(node); leaf++) {
            for (int cell = which.nextSetBit(0); cell >= 0; cell = which.nextSetBit(cell + 1)) {
                for (int i = offsets[leaf * cells + cell]; i < offsets[leaf * cells + cell + 1]; i++) {
                    each.accept(conversations[i]);
                }
            }
        }
    }
}

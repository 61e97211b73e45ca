package murmuration.privacy;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The conversations of a tree's leaves by account and cell of one breakdown. Counts of accounts are of distinct ones, for
 * any node and any set of cells: they are never added up.
 */
final class Tally {
    private final ClusterTree tree;
    private final int cells;
    /** Tuples of (leaf, cell) stand in {@code [offsets[leaf * cells + cell], offsets[leaf * cells + cell + 1])}. */
    private final int[] offsets;

    private final int[] accounts;
    private final int[] counts;
    private final long[][] conversations;
    private final int[] seen;
    private int epoch;

    private Tally(ClusterTree tree, int cells, Builder from) {
        this.tree = tree;
        this.cells = cells;
        offsets = new int[tree.leaves() * cells + 1];
        accounts = new int[from.size];
        counts = new int[from.size];
        seen = new int[from.maxAccount + 1];
        sort(from);
        conversations = new long[tree.size()][cells];
        for (int node = 0; node < tree.size(); node++) {
            sum(node);
        }
    }

    /** Collects tuples in any order. */
    static final class Builder {
        private int[] slot = new int[1024];
        private int[] account = new int[1024];
        private int[] count = new int[1024];
        private int size;
        private int maxAccount;
        private final int cells;

        Builder(int cells) {
            this.cells = cells;
        }

        void add(int leaf, int accountIndex, int cell, int n) {
            if (size == slot.length) {
                slot = Arrays.copyOf(slot, size * 2);
                account = Arrays.copyOf(account, size * 2);
                count = Arrays.copyOf(count, size * 2);
            }
            slot[size] = leaf * cells + cell;
            account[size] = accountIndex;
            count[size++] = n;
            maxAccount = Math.max(maxAccount, accountIndex);
        }

        Tally build(ClusterTree tree) {
            return new Tally(tree, cells, this);
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
            int at = next[from.slot[i]]++;
            accounts[at] = from.account[i];
            counts[at] = from.count[i];
        }
    }

    private void sum(int node) {
        for (int leaf = tree.leafFrom(node); leaf < tree.leafTo(node); leaf++) {
            for (int cell = 0; cell < cells; cell++) {
                int slot = leaf * cells + cell;
                for (int i = offsets[slot]; i < offsets[slot + 1]; i++) {
                    conversations[node][cell] += counts[i];
                }
            }
        }
    }

    int cells() {
        return cells;
    }

    long conversations(int node, int cell) {
        return conversations[node][cell];
    }

    /** Exact counts of a node's conversations in these cells. */
    Group group(int node, BitSet which) {
        epoch++;
        long conversationsHere = 0;
        long accountsHere = 0;
        for (int leaf = tree.leafFrom(node); leaf < tree.leafTo(node); leaf++) {
            for (int cell = which.nextSetBit(0); cell >= 0; cell = which.nextSetBit(cell + 1)) {
                int slot = leaf * cells + cell;
                for (int i = offsets[slot]; i < offsets[slot + 1]; i++) {
                    conversationsHere += counts[i];
                    if (seen[accounts[i]] != epoch) {
                        seen[accounts[i]] = epoch;
                        accountsHere++;
                    }
                }
            }
        }
        return new Group(conversationsHere, accountsHere);
    }

    /** Exact counts of one cell. */
    Group group(int node, int cell) {
        BitSet one = new BitSet();
        one.set(cell);
        return group(node, one);
    }
}

package murmuration.clustering;

import java.util.Arrays;
import java.util.stream.LongStream;
import murmuration.core.Minimums;

/**
 * How many conversations fall into clusters that meet both minimums; counted as conversations come, shard by shard.
 * Accounts of a cluster are told apart only until they meet the minimum, so that memory goes by clusters, not by
 * conversations.
 */
final class Coverage {
    private final Minimums minimums;
    private final long[] conversations;
    /** The accounts of each cluster that are known, ascending; then unused places. */
    private final int[][] known;

    private final int[] accounts;

    Coverage(int k, Minimums minimums) {
        this.minimums = minimums;
        conversations = new long[k];
        known = new int[k][0];
        accounts = new int[k];
    }

    /** Counts more conversations: the cluster and the account's number of each. */
    void add(int[] clusters, int[] accounts) {
        for (int i = 0; i < clusters.length; i++) {
            conversations[clusters[i]]++;
            add(clusters[i], accounts[i]);
        }
    }

    private void add(int cluster, int account) {
        int count = accounts[cluster];
        if (count >= minimums.accounts()) {
            return;
        }
        int at = Arrays.binarySearch(known[cluster], 0, count, account);
        if (at >= 0) {
            return;
        }
        if (count == known[cluster].length) {
            known[cluster] = Arrays.copyOf(known[cluster], 2 * count + 4);
        }
        System.arraycopy(known[cluster], -at - 1, known[cluster], -at, count + at + 1);
        known[cluster][-at - 1] = account;
        accounts[cluster]++;
    }

    /** The share of all conversations counted that is in clusters over the minimums. */
    double share() {
        long all = LongStream.of(conversations).sum();
        long covered = 0;
        for (int c = 0; c < conversations.length; c++) {
            if (minimums.met(conversations[c], accounts[c])) {
                covered += conversations[c];
            }
        }
        return all == 0 ? 0 : (double) covered / all;
    }
}

package murmuration.clustering;

import java.util.Arrays;
import murmuration.core.Minimums;

/** How many conversations fall into clusters that meet both minimums; counted as conversations come, shard by shard. */
final class Coverage {
    private final int k;
    private final long[] conversations;
    /** Cluster and account in one number each, to be counted apart. */
    private long[] pairs = new long[1024];

    private int seen;

    Coverage(int k) {
        this.k = k;
        conversations = new long[k];
    }

    /** Counts more conversations: the cluster and the account's number of each. */
    void add(int[] clusters, int[] accounts) {
        if (seen + clusters.length > pairs.length) {
            pairs = Arrays.copyOf(pairs, Math.max(pairs.length * 2, seen + clusters.length));
        }
        for (int i = 0; i < clusters.length; i++) {
            conversations[clusters[i]]++;
            pairs[seen++] = (long) clusters[i] << 32 | accounts[i];
        }
    }

    /** The share of all conversations counted that is in clusters over the minimums. */
    double share(Minimums minimums) {
        long[] accounts = accounts();
        long covered = 0;
        for (int c = 0; c < k; c++) {
            if (minimums.met(conversations[c], accounts[c])) {
                covered += conversations[c];
            }
        }
        return seen == 0 ? 0 : (double) covered / seen;
    }

    private long[] accounts() {
        long[] sorted = Arrays.copyOf(pairs, seen);
        Arrays.sort(sorted);
        long[] accounts = new long[k];
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                accounts[(int) (sorted[i] >> 32)]++;
            }
        }
        return accounts;
    }
}

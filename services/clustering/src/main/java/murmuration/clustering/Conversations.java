package murmuration.clustering;

/**
 * The answered conversations of a run in the order of (shard, position), as numbers.
 *
 * @param accounts a number for each one's account, the same for the same account
 */
record Conversations(int[] shards, int[] positions, int[] accounts) {

    /** How many. */
    int n() {
        return shards.length;
    }
}

package murmuration.clustering;

/**
 * Which points each cluster has, ascending: those of cluster {@code c} are {@code points[start[c]] … points[start[c + 1] - 1]}.
 */
record Members(int[] points, int[] start) {

    /** Sorts points by their cluster, of {@code k}. */
    static Members of(int[] cluster, int k) {
        int[] start = new int[k + 1];
        for (int c : cluster) {
            start[c + 1]++;
        }
        for (int c = 0; c < k; c++) {
            start[c + 1] += start[c];
        }
        int[] points = new int[cluster.length];
        int[] at = start.clone();
        for (int i = 0; i < cluster.length; i++) {
            points[at[cluster[i]]++] = i;
        }
        return new Members(points, start);
    }

    /** How many clusters, empty ones counted. */
    int k() {
        return start.length - 1;
    }

    /** How many points cluster {@code c} has. */
    int size(int c) {
        return start[c + 1] - start[c];
    }

    /** The points of cluster {@code c}, ascending. */
    int[] of(int c) {
        return java.util.Arrays.copyOfRange(points, start[c], start[c + 1]);
    }
}

package murmuration.privacy;

/** Which cluster of a run: its index on its level. */
record ClusterKey(int level, int k) implements Comparable<ClusterKey> {
    @Override
    public int compareTo(ClusterKey other) {
        return level == other.level ? Integer.compare(k, other.k) : Integer.compare(level, other.level);
    }
}

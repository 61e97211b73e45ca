package murmuration.privacy;

/** Exact counts of a group; they stay inside. */
record Group(long conversations, long accounts) {
    static final Group NOBODY = new Group(0, 0);
}

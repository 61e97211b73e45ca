package murmuration.hierarchy;

/** Which parent a cluster went to, by index, and how its answer was read. */
record Placement(int parent, By by) {
    /** How an answer became one of the parents (method.md, 9, step 5). */
    enum By {
        /** It is a parent's name. */
        EXACT,
        /** It is near one. */
        EMBEDDING,
        /** Only a second answer was one of these. */
        ASKED,
        /** No answer was; the nearest parent took the cluster. */
        FALLBACK
    }
}

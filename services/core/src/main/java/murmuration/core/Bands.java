package murmuration.core;

/** The edges between which a number of people is told: 5, 10, 25, 50, 100, 250, 500 and so on by powers of ten. */
public final class Bands {
    private static final long[] EDGES = {5, 10, 25, 50, 100, 250, 500};

    private Bands() {}

    /** The last edge that is no more than this; the first for what is less than any. */
    public static long atOrBelow(long number) {
        long edge = EDGES[0];
        while (above(edge) <= number) {
            edge = above(edge);
        }
        return edge;
    }

    /** The first edge that is more than this. */
    public static long above(long number) {
        for (long scale = 1; ; scale *= 100) {
            for (long edge : EDGES) {
                if (edge * scale > number) {
                    return edge * scale;
                }
            }
        }
    }
}

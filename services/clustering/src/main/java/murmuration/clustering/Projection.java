package murmuration.clustering;

import murmuration.core.Matrix;
import murmuration.core.Phrase;

/**
 * Unit vectors flattened into the plane: a few by multidimensional scaling of their cosine distances, more by {@link
 * NeighborLayout}. Both begin at the principal components.
 */
final class Projection {
    /** Up to so many, distances can all be kept at once; a neighborhood graph of so few says nothing. */
    private static final int FEW = 30;

    private Projection() {}

    /** Coordinates, first all x and then all y, of any scale. */
    static double[][] of(Matrix vectors, long seed) {
        double[][] start = PrincipalPlane.of(vectors);
        return vectors.n() <= FEW ? Scaling.of(vectors, start) : NeighborLayout.of(vectors, start, seed);
    }

    /** Which of the two. */
    static String method(int n) {
        return (n <= FEW ? Phrase.SCALED : Phrase.GRAPH).with();
    }
}

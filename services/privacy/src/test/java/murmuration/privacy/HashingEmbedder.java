package murmuration.privacy;

import java.util.List;
import murmuration.core.Embedder;
import murmuration.core.Matrix;

/** Puts a text on one of 32 axes by its first word. */
final class HashingEmbedder implements Embedder {
    private static final int DIMENSION = 32;

    @Override
    public Model model() {
        return new Model("hashing", "1", DIMENSION, "none");
    }

    @Override
    public Matrix embed(List<String> texts) {
        Matrix vectors = Matrix.zeros(texts.size(), DIMENSION);
        for (int i = 0; i < texts.size(); i++) {
            String first = texts.get(i).split(" ", 2)[0];
            vectors.values()[i * DIMENSION + Math.floorMod(first.hashCode(), DIMENSION)] = 1;
        }
        return vectors;
    }
}

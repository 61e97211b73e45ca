package murmuration.hierarchy;

import java.util.List;
import java.util.Locale;
import murmuration.core.Digest;
import murmuration.core.Embedder;
import murmuration.core.Matrix;
import murmuration.core.UnitVectors;

/** Texts that share words are near: each word has a random direction, a text is the direction of their sum. */
final class HashingEmbedder implements Embedder {
    private static final int D = 48;

    @Override
    public Model model() {
        return new Model("hashing", "1", D, "sum");
    }

    @Override
    public Matrix embed(List<String> texts) {
        Matrix vectors = Matrix.zeros(texts.size(), D);
        for (int i = 0; i < texts.size(); i++) {
            vectors.put(i, vector(texts.get(i)));
        }
        return vectors;
    }

    static float[] vector(String text) {
        List<float[]> words = List.of(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")).stream()
                .filter(word -> !word.isEmpty())
                .map(HashingEmbedder::direction)
                .toList();
        return words.isEmpty() ? direction("") : UnitVectors.mean(words);
    }

    private static float[] direction(String word) {
        var random = new java.util.SplittableRandom(Digest.seed(1, word));
        float[] direction = new float[D];
        for (int i = 0; i < D; i++) {
            direction[i] = (float) random.nextGaussian();
        }
        return UnitVectors.mean(List.of(direction));
    }
}

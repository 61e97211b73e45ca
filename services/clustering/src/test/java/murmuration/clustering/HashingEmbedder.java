package murmuration.clustering;

import java.util.List;
import java.util.SplittableRandom;
import murmuration.core.Digest;
import murmuration.core.Embedder;
import murmuration.core.Matrix;

/** Texts with words in common get similar vectors: each word adds a direction drawn from its digest. */
final class HashingEmbedder implements Embedder {
    private static final int D = 32;

    @Override
    public Model model() {
        return new Model("hashing", "1", D, "sum");
    }

    @Override
    public Matrix embed(List<String> texts) {
        Matrix vectors = Matrix.zeros(texts.size(), D);
        for (int i = 0; i < texts.size(); i++) {
            double[] sum = new double[D];
            for (String word : texts.get(i).split("\\W+")) {
                SplittableRandom random = new SplittableRandom(Digest.seed(0, word));
                for (int t = 0; t < D; t++) {
                    sum[t] += random.nextGaussian();
                }
            }
            double square = 0;
            for (double one : sum) {
                square += one * one;
            }
            for (int t = 0; t < D; t++) {
                vectors.values()[i * D + t] = (float) (sum[t] / Math.sqrt(square));
            }
        }
        return vectors;
    }
}

package murmuration.embedding;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import murmuration.core.Digest;
import murmuration.core.Embedder;
import murmuration.core.Matrix;

/** Gives every text a vector that follows from its digest, and counts what it was asked. */
final class HashingEmbedder implements Embedder {
    final AtomicInteger texts = new AtomicInteger();
    private final int d;

    HashingEmbedder() {
        this(8);
    }

    HashingEmbedder(int d) {
        this.d = d;
    }

    @Override
    public Model model() {
        return new Model("hashing", "1", d, "none");
    }

    @Override
    public Matrix embed(List<String> all) {
        texts.addAndGet(all.size());
        Matrix vectors = Matrix.zeros(all.size(), d);
        for (int i = 0; i < all.size(); i++) {
            Random random = new Random(new Digest().add(all.get(i)).number());
            float[] row = new float[d];
            row[random.nextInt(d)] = 1;
            vectors.put(i, row);
        }
        return vectors;
    }
}

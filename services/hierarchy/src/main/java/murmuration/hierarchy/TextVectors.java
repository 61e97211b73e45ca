package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.List;
import murmuration.core.Embedder;
import murmuration.core.Matrix;

/** Unit vectors of the few texts that a hierarchy is made of; asked for in portions, since a call takes 10,000 at most. */
final class TextVectors {
    private static final int PORTION = 2_000;

    private final Embedder embedder;

    TextVectors(Embedder embedder) {
        this.embedder = embedder;
    }

    /** One vector for each text, in their order. */
    List<float[]> of(List<String> texts) {
        List<float[]> vectors = new ArrayList<>();
        for (int first = 0; first < texts.size(); first += PORTION) {
            Matrix portion = embedder.embed(texts.subList(first, Math.min(texts.size(), first + PORTION)));
            for (int i = 0; i < portion.n(); i++) {
                vectors.add(portion.row(i));
            }
        }
        return vectors;
    }
}

package murmuration.embedding;

import murmuration.core.Embedder;
import murmuration.runtime.EmbedderContract;
import org.junit.jupiter.api.AfterAll;

class OnnxEmbedderContractTest extends EmbedderContract {
    private static final OnnxEmbedder EMBEDDER = new OnnxEmbedder(2);

    @AfterAll
    static void close() {
        EMBEDDER.close();
    }

    @Override
    protected Embedder embedder() {
        return EMBEDDER;
    }
}

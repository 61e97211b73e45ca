package murmuration.embedding;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import murmuration.core.Embedder;
import murmuration.core.ErrorCode;
import murmuration.core.Matrix;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.embedding.v1.EmbedTextsResponse;

/** Embeds texts of runs for other services, page by page. */
final class TextVectors {
    static final int MOST = 10_000;
    private static final int PAGE = 1_000;
    private static final int PAGE_BYTES = 2 << 20;

    private final RunEmbedders embedders;

    TextVectors(RunEmbedders embedders) {
        this.embedders = embedders;
    }

    /** Where there are no texts, one page says which model it is. */
    void embed(RunKey run, List<String> texts, Consumer<EmbedTextsResponse> pages) {
        if (texts.size() > MOST) {
            throw new MurmurationException(
                    ErrorCode.TOO_LARGE, "at most %d texts in a call, not %d".formatted(MOST, texts.size()));
        }
        Embedder embedder = embedders.of(run);
        Embedder.Model model = embedder.model();
        if (texts.isEmpty()) {
            pages.accept(page(model, ByteString.EMPTY));
        }
        int page = Math.clamp(PAGE_BYTES / (model.dimension() * Float.BYTES), 1, PAGE);
        for (int from = 0; from < texts.size(); from += page) {
            Matrix vectors = embedder.embed(texts.subList(from, Math.min(from + page, texts.size())));
            pages.accept(page(model, bytes(vectors)));
        }
    }

    private static EmbedTextsResponse page(Embedder.Model model, ByteString vectors) {
        return EmbedTextsResponse.newBuilder()
                .setVectors(vectors)
                .setDimension(model.dimension())
                .setModelId(model.id())
                .setModelRevision(model.revision())
                .setPooling(model.pooling())
                .build();
    }

    private static ByteString bytes(Matrix vectors) {
        ByteBuffer bytes =
                ByteBuffer.allocate(vectors.values().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vectors.values());
        return ByteString.copyFrom(bytes);
    }
}

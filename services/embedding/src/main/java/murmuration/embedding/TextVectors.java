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
import murmuration.embedding.v1.EmbedTextsResponse;

/** Embeds texts for other services, page by page, and stores nothing. */
final class TextVectors {
    static final int MOST = 10_000;
    private static final int PAGE = 1_000;

    private final Embedder embedder;

    TextVectors(Embedder embedder) {
        this.embedder = embedder;
    }

    void embed(List<String> texts, Consumer<EmbedTextsResponse> pages) {
        if (texts.size() > MOST) {
            throw new MurmurationException(
                    ErrorCode.TOO_LARGE, "at most %d texts in a call, not %d".formatted(MOST, texts.size()));
        }
        Embedder.Model model = embedder.model();
        for (int from = 0; from < texts.size(); from += PAGE) {
            Matrix vectors = embedder.embed(texts.subList(from, Math.min(from + PAGE, texts.size())));
            pages.accept(EmbedTextsResponse.newBuilder()
                    .setVectors(bytes(vectors))
                    .setDimension(model.dimension())
                    .setModelId(model.id())
                    .setModelRevision(model.revision())
                    .setPooling(model.pooling())
                    .build());
        }
    }

    private static ByteString bytes(Matrix vectors) {
        ByteBuffer bytes =
                ByteBuffer.allocate(vectors.values().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vectors.values());
        return ByteString.copyFrom(bytes);
    }
}

package murmuration.runtime;

import io.grpc.StatusRuntimeException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Iterator;
import java.util.List;
import murmuration.core.Embedder;
import murmuration.core.Matrix;
import murmuration.embedding.v1.EmbedTextsRequest;
import murmuration.embedding.v1.EmbedTextsResponse;
import murmuration.embedding.v1.EmbeddingServiceGrpc.EmbeddingServiceBlockingStub;
import org.jspecify.annotations.Nullable;

/** The embedding service seen from another service, for the few texts of clusters. Thread-safe. */
public final class RemoteEmbedder implements Embedder {
    /** Texts of one call; the service takes 10,000 at most. */
    private static final int CALL = 2_000;

    private final EmbeddingServiceBlockingStub service;
    private volatile @Nullable Model model;

    /** Calls the service through this stub. */
    public RemoteEmbedder(EmbeddingServiceBlockingStub service) {
        this.service = service;
    }

    @Override
    public Model model() {
        Model known = model;
        if (known == null) {
            embed(List.of("model"));
            known = java.util.Objects.requireNonNull(model);
        }
        return known;
    }

    @Override
    public Matrix embed(List<String> texts) {
        if (texts.isEmpty()) {
            return Matrix.zeros(0, 1);
        }
        try {
            float[] values = new float[0];
            int at = 0;
            for (int from = 0; from < texts.size(); from += CALL) {
                Iterator<EmbedTextsResponse> pages = service.embedTexts(EmbedTextsRequest.newBuilder()
                        .addAllTexts(texts.subList(from, Math.min(from + CALL, texts.size())))
                        .build());
                while (pages.hasNext()) {
                    EmbedTextsResponse page = pages.next();
                    if (values.length == 0) {
                        values = new float[texts.size() * page.getDimension()];
                        model = new Model(
                                page.getModelId(), page.getModelRevision(), page.getDimension(), page.getPooling());
                    }
                    at = copied(page, values, at);
                }
            }
            return new Matrix(values, texts.size(), values.length / texts.size());
        } catch (StatusRuntimeException e) {
            throw GrpcErrors.received(e);
        }
    }

    private static int copied(EmbedTextsResponse page, float[] values, int at) {
        FloatBuffer floats = page.getVectors()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        int end = at + floats.remaining();
        floats.get(values, at, floats.remaining());
        return end;
    }
}

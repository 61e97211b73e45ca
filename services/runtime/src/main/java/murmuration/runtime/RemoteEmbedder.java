package murmuration.runtime;

import io.grpc.StatusRuntimeException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import murmuration.common.v1.RunRef;
import murmuration.core.Embedder;
import murmuration.core.Matrix;
import murmuration.core.RunKey;
import murmuration.embedding.v1.EmbedTextsRequest;
import murmuration.embedding.v1.EmbedTextsResponse;
import murmuration.embedding.v1.EmbeddingServiceGrpc.EmbeddingServiceBlockingStub;
import org.jspecify.annotations.Nullable;

/** The embedding service seen from another service, for the few texts of a run's clusters. Thread-safe. */
public final class RemoteEmbedder implements Embedder {
    /** Texts of one call; the service takes 10,000 at most. */
    private static final int CALL = 2_000;

    private final EmbeddingServiceBlockingStub service;
    private final RunKey run;
    private volatile @Nullable Model model;

    /** Calls the service through this stub, for the model that this run names. */
    public RemoteEmbedder(EmbeddingServiceBlockingStub service, RunKey run) {
        this.service = service;
        this.run = run;
    }

    @Override
    public Model model() {
        Model known = model;
        if (known == null) {
            received(List.of(), new Received(0));
            known = Objects.requireNonNull(model);
        }
        return known;
    }

    @Override
    public Matrix embed(List<String> texts) {
        if (texts.isEmpty()) {
            return Matrix.zeros(0, 1);
        }
        Received received = new Received(texts.size());
        for (int from = 0; from < texts.size(); from += CALL) {
            received(texts.subList(from, Math.min(from + CALL, texts.size())), received);
        }
        return received.matrix();
    }

    private void received(List<String> texts, Received received) {
        try {
            Iterator<EmbedTextsResponse> pages = service.embedTexts(EmbedTextsRequest.newBuilder()
                    .addAllTexts(texts)
                    .setRun(RunRef.newBuilder().setTenant(run.tenant()).setRunId(run.runId()))
                    .build());
            while (pages.hasNext()) {
                EmbedTextsResponse page = pages.next();
                model = new Model(page.getModelId(), page.getModelRevision(), page.getDimension(), page.getPooling());
                received.add(page);
            }
        } catch (StatusRuntimeException e) {
            throw GrpcErrors.received(e);
        }
    }

    /** Vectors as they come, page by page. */
    private static final class Received {
        private final int n;
        private float[] values = new float[0];
        private int at;

        Received(int n) {
            this.n = n;
        }

        void add(EmbedTextsResponse page) {
            if (values.length == 0) {
                values = new float[n * page.getDimension()];
            }
            FloatBuffer floats = page.getVectors()
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            int count = floats.remaining();
            floats.get(values, at, count);
            at += count;
        }

        Matrix matrix() {
            return new Matrix(values, n, values.length / n);
        }
    }
}

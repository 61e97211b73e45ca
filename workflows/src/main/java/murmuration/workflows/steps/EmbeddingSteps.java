package murmuration.workflows.steps;

import murmuration.core.BatchKey;
import murmuration.core.RunKey;
import murmuration.core.Stage;
import murmuration.embedding.v1.EmbeddingServiceGrpc.EmbeddingServiceBlockingStub;
import murmuration.embedding.v1.ProcessBatchRequest;
import murmuration.embedding.v1.ProcessBatchResponse;
import murmuration.embedding.v1.SealVectorsRequest;

/** Calls the embedding service. */
public final class EmbeddingSteps implements EmbeddingActivities {
    private final EmbeddingServiceBlockingStub embedding;
    private final Calls calls;
    private final Books books;

    /** Steps that call this service. */
    public EmbeddingSteps(EmbeddingServiceBlockingStub embedding, Calls calls, Books books) {
        this.embedding = embedding;
        this.calls = calls;
        this.books = books;
    }

    @Override
    public void processBatch(BatchKey batch) {
        ProcessBatchRequest request =
                ProcessBatchRequest.newBuilder().setBatch(Refs.batch(batch)).build();
        calls.watched(
                books.batch(Stage.EMBED, batch),
                watch -> watch.last(() -> embedding.processBatch(request), ProcessBatchResponse::getProgress));
    }

    @Override
    public void seal(RunKey run) {
        SealVectorsRequest request =
                SealVectorsRequest.newBuilder().setRun(Refs.run(run)).build();
        calls.watched(books.step(run, Stage.EMBED, "seal"), watch -> {
            books.stages()
                    .seal(
                            run,
                            Stage.EMBED.name(),
                            Refs.seal(watch.seal(() -> embedding.sealVectors(request))
                                    .getSeal()));
            return true;
        });
    }
}

package murmuration.workflows.steps;

import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import murmuration.core.RunKey;
import murmuration.embedding.v1.DropVectorsRequest;
import murmuration.embedding.v1.EmbeddingServiceGrpc.EmbeddingServiceBlockingStub;
import murmuration.extraction.v1.DeleteDatasetRequest;
import murmuration.extraction.v1.ExtractionServiceGrpc.ExtractionServiceBlockingStub;
import murmuration.privacy.v1.PrivacyServiceGrpc.PrivacyServiceBlockingStub;
import murmuration.privacy.v1.WithdrawRunRequest;
import murmuration.runtime.GrpcErrors;
import murmuration.workflows.runs.DatasetKey;
import murmuration.workflows.runs.Erasure;

/** Has each service delete what it holds; what was published goes first, so that nothing is shown that is half gone. */
public final class ServiceErasure implements Erasure {
    private final ExtractionServiceBlockingStub extraction;
    private final EmbeddingServiceBlockingStub embedding;
    private final PrivacyServiceBlockingStub privacy;

    /** Deletes in these services. */
    public ServiceErasure(
            ExtractionServiceBlockingStub extraction,
            EmbeddingServiceBlockingStub embedding,
            PrivacyServiceBlockingStub privacy) {
        this.extraction = extraction;
        this.embedding = embedding;
        this.privacy = privacy;
    }

    @Override
    public Map<String, Long> run(RunKey run) {
        WithdrawRunRequest withdraw =
                WithdrawRunRequest.newBuilder().setRun(Refs.run(run)).build();
        DropVectorsRequest drop =
                DropVectorsRequest.newBuilder().setRun(Refs.run(run)).build();
        long published = received(() -> privacy.withdrawRun(withdraw)).getRemoved();
        received(() -> embedding.dropVectors(drop));
        return Map.of("published", published, "collections", 1L);
    }

    @Override
    public Map<String, Long> dataset(DatasetKey dataset) {
        DeleteDatasetRequest delete = DeleteDatasetRequest.newBuilder()
                .setTenant(dataset.tenant())
                .setDatasetId(dataset.datasetId())
                .build();
        return new TreeMap<>(received(() -> extraction.deleteDataset(delete)).getRemovedMap());
    }

    private static <T> T received(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw GrpcErrors.received(e);
        }
    }
}

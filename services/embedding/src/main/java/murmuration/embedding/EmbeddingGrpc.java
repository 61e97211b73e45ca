package murmuration.embedding;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import java.util.Map;
import murmuration.common.v1.Seal;
import murmuration.core.RunKey;
import murmuration.embedding.v1.DropVectorsRequest;
import murmuration.embedding.v1.DropVectorsResponse;
import murmuration.embedding.v1.EmbedTextsRequest;
import murmuration.embedding.v1.EmbedTextsResponse;
import murmuration.embedding.v1.EmbeddingServiceGrpc;
import murmuration.embedding.v1.ProcessBatchRequest;
import murmuration.embedding.v1.ProcessBatchResponse;
import murmuration.embedding.v1.SealVectorsRequest;
import murmuration.embedding.v1.SealVectorsResponse;
import murmuration.runtime.Rpc;

/** The embedding service at its edge. */
@GrpcService
@Singleton
public final class EmbeddingGrpc extends EmbeddingServiceGrpc.EmbeddingServiceImplBase {
    private final RunVectors vectors;
    private final TextVectors texts;
    private final VectorRows stored;

    EmbeddingGrpc(RunVectors vectors, TextVectors texts, VectorRows stored) {
        this.vectors = vectors;
        this.texts = texts;
        this.stored = stored;
    }

    @Override
    @Blocking
    public void processBatch(ProcessBatchRequest request, StreamObserver<ProcessBatchResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        ProcessBatchResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    long n = vectors.process(Rpc.batch(request.getBatch()), progress);
                    return ProcessBatchResponse.newBuilder()
                            .setProgress(murmuration.common.v1.Progress.newBuilder()
                                    .setDone(n)
                                    .setTotal(n))
                            .build();
                });
    }

    @Override
    @Blocking
    public void sealVectors(SealVectorsRequest request, StreamObserver<SealVectorsResponse> observer) {
        Rpc.pulsing(
                observer,
                progress ->
                        SealVectorsResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    VectorSeal seal = vectors.seal(Rpc.run(request.getRun()), progress);
                    return SealVectorsResponse.newBuilder()
                            .setSeal(Seal.newBuilder()
                                    .setDigest(seal.digest())
                                    .putAllCounts(Map.of("vectors", seal.vectors()))
                                    .setReportJson(seal.report()))
                            .build();
                });
    }

    @Override
    @Blocking
    public void embedTexts(EmbedTextsRequest request, StreamObserver<EmbedTextsResponse> observer) {
        Rpc.<EmbedTextsResponse>each(
                observer, emit -> texts.embed(Rpc.run(request.getRun()), request.getTextsList(), emit));
    }

    @Override
    @Blocking
    public void dropVectors(DropVectorsRequest request, StreamObserver<DropVectorsResponse> observer) {
        Rpc.pulsing(
                observer,
                progress ->
                        DropVectorsResponse.newBuilder().setProgress(progress).build(),
                _ -> {
                    RunKey run = Rpc.run(request.getRun());
                    stored.erasing(run);
                    vectors.drop(run);
                    return DropVectorsResponse.newBuilder()
                            .putRemoved("vectors.stored_use", stored.erase(run))
                            .build();
                });
    }
}

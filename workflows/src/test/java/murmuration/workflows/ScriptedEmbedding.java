package murmuration.workflows;

import io.grpc.stub.StreamObserver;
import murmuration.common.v1.Seal;
import murmuration.core.Digest;
import murmuration.embedding.v1.DropVectorsRequest;
import murmuration.embedding.v1.DropVectorsResponse;
import murmuration.embedding.v1.EmbeddingServiceGrpc;
import murmuration.embedding.v1.ProcessBatchRequest;
import murmuration.embedding.v1.ProcessBatchResponse;
import murmuration.embedding.v1.SealVectorsRequest;
import murmuration.embedding.v1.SealVectorsResponse;
import murmuration.runtime.Rpc;

/** Pretends to embed. */
final class ScriptedEmbedding extends EmbeddingServiceGrpc.EmbeddingServiceImplBase {
    private final Script script;

    ScriptedEmbedding(Script script) {
        this.script = script;
    }

    @Override
    public void processBatch(ProcessBatchRequest request, StreamObserver<ProcessBatchResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        ProcessBatchResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("embed", ScriptedExtraction.range(request.getBatch()), progress);
                    int count = request.getBatch().getCount();
                    progress.report(count, count);
                    return ProcessBatchResponse.getDefaultInstance();
                });
    }

    @Override
    public void sealVectors(SealVectorsRequest request, StreamObserver<SealVectorsResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        SealVectorsResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("seal vectors", "", progress);
                    return SealVectorsResponse.newBuilder()
                            .setSeal(Seal.newBuilder().setDigest(Digest.of("vectors")))
                            .build();
                });
    }

    @Override
    public void dropVectors(DropVectorsRequest request, StreamObserver<DropVectorsResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        DropVectorsResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("drop", "", progress);
                    return DropVectorsResponse.getDefaultInstance();
                });
    }
}

package murmuration.workflows;

import io.grpc.stub.StreamObserver;
import java.util.UUID;
import murmuration.common.v1.BatchRef;
import murmuration.common.v1.Seal;
import murmuration.core.Digest;
import murmuration.extraction.v1.AdvanceBatchesRequest;
import murmuration.extraction.v1.AdvanceBatchesResponse;
import murmuration.extraction.v1.CancelBatchesRequest;
import murmuration.extraction.v1.CancelBatchesResponse;
import murmuration.extraction.v1.CheckBudgetRequest;
import murmuration.extraction.v1.CheckBudgetResponse;
import murmuration.extraction.v1.DeleteDatasetRequest;
import murmuration.extraction.v1.DeleteDatasetResponse;
import murmuration.extraction.v1.DiscardUploadRequest;
import murmuration.extraction.v1.DiscardUploadResponse;
import murmuration.extraction.v1.EraseAccountRequest;
import murmuration.extraction.v1.EraseAccountResponse;
import murmuration.extraction.v1.EraseRunRequest;
import murmuration.extraction.v1.EraseRunResponse;
import murmuration.extraction.v1.ExtractionServiceGrpc;
import murmuration.extraction.v1.Frame;
import murmuration.extraction.v1.IdentifySourceRequest;
import murmuration.extraction.v1.IdentifySourceResponse;
import murmuration.extraction.v1.ImportDatasetRequest;
import murmuration.extraction.v1.ImportDatasetResponse;
import murmuration.extraction.v1.ImportedDataset;
import murmuration.extraction.v1.PlanRunRequest;
import murmuration.extraction.v1.PlanRunResponse;
import murmuration.extraction.v1.ProcessBatchRequest;
import murmuration.extraction.v1.ProcessBatchResponse;
import murmuration.extraction.v1.PurgeAccountRequest;
import murmuration.extraction.v1.PurgeAccountResponse;
import murmuration.extraction.v1.QuarantineConversationRequest;
import murmuration.extraction.v1.QuarantineConversationResponse;
import murmuration.extraction.v1.SealExtractionRequest;
import murmuration.extraction.v1.SealExtractionResponse;
import murmuration.runtime.Rpc;

/** Pretends to import and to extract. */
final class ScriptedExtraction extends ExtractionServiceGrpc.ExtractionServiceImplBase {
    private final Script script;

    ScriptedExtraction(Script script) {
        this.script = script;
    }

    @Override
    public void identifySource(IdentifySourceRequest request, StreamObserver<IdentifySourceResponse> observer) {
        // no two sources are the same here
        Rpc.answer(
                observer,
                () -> IdentifySourceResponse.newBuilder()
                        .setIdentity(UUID.randomUUID().toString())
                        .build());
    }

    @Override
    public void checkBudget(CheckBudgetRequest request, StreamObserver<CheckBudgetResponse> observer) {
        Rpc.answer(observer, () -> {
            script.call("check budget");
            return CheckBudgetResponse.getDefaultInstance();
        });
    }

    @Override
    public void discardUpload(DiscardUploadRequest request, StreamObserver<DiscardUploadResponse> observer) {
        Rpc.answer(observer, () -> {
            script.call("discard", request.getUri(), (done, total, outcomes) -> {});
            return DiscardUploadResponse.getDefaultInstance();
        });
    }

    @Override
    public void importDataset(ImportDatasetRequest request, StreamObserver<ImportDatasetResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        ImportDatasetResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("import", request.getUri(), progress);
                    return ImportDatasetResponse.newBuilder()
                            .setDataset(ImportedDataset.newBuilder()
                                    .setDigest(Digest.of("dataset"))
                                    .setConversations(script.conversations())
                                    .setAccounts(script.accounts())
                                    .setShards(script.shards().size()))
                            .build();
                });
    }

    @Override
    public void planRun(PlanRunRequest request, StreamObserver<PlanRunResponse> observer) {
        Rpc.stream(
                observer,
                progress -> PlanRunResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("plan", "", progress);
                    return PlanRunResponse.newBuilder()
                            .setFrame(Frame.newBuilder()
                                    .setShards(script.shards().size())
                                    .addAllShardSizes(script.shards())
                                    .setSampled(script.conversations())
                                    .setSeal(Seal.newBuilder().setDigest(Digest.of("frame"))))
                            .build();
                });
    }

    @Override
    public void processBatch(ProcessBatchRequest request, StreamObserver<ProcessBatchResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        ProcessBatchResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("extract", range(request.getBatch()), progress);
                    int count = request.getBatch().getCount();
                    return ProcessBatchResponse.newBuilder()
                            .setProgress(murmuration.common.v1.Progress.newBuilder()
                                    .setDone(count)
                                    .setTotal(count)
                                    .putOutcomes("OK", count))
                            .build();
                });
    }

    @Override
    public void advanceBatches(AdvanceBatchesRequest request, StreamObserver<AdvanceBatchesResponse> observer) {
        Rpc.answer(observer, () -> {
            script.call("advance", String.valueOf(request.getShard()), (done, total, outcomes) -> {});
            return AdvanceBatchesResponse.newBuilder()
                    .setWaitMillis(script.pending() ? 20 : 0)
                    .build();
        });
    }

    @Override
    public void cancelBatches(CancelBatchesRequest request, StreamObserver<CancelBatchesResponse> observer) {
        Rpc.answer(observer, () -> {
            script.call("forgo");
            return CancelBatchesResponse.getDefaultInstance();
        });
    }

    @Override
    public void quarantineConversation(
            QuarantineConversationRequest request, StreamObserver<QuarantineConversationResponse> observer) {
        Rpc.answer(observer, () -> {
            script.call("quarantine", range(request.getBatch()), (done, total, outcomes) -> {});
            return QuarantineConversationResponse.getDefaultInstance();
        });
    }

    @Override
    public void sealExtraction(SealExtractionRequest request, StreamObserver<SealExtractionResponse> observer) {
        Rpc.stream(
                observer,
                progress -> SealExtractionResponse.newBuilder()
                        .setProgress(progress)
                        .build(),
                progress -> {
                    script.call("seal values", "", progress);
                    return SealExtractionResponse.newBuilder()
                            .setSeal(Seal.newBuilder()
                                    .setDigest(Digest.of("values"))
                                    .putCounts("OK", script.conversations()))
                            .build();
                });
    }

    @Override
    public void deleteDataset(DeleteDatasetRequest request, StreamObserver<DeleteDatasetResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        DeleteDatasetResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("delete", "", progress);
                    return DeleteDatasetResponse.newBuilder()
                            .putRemoved("shards", 2)
                            .build();
                });
    }

    @Override
    public void eraseAccount(EraseAccountRequest request, StreamObserver<EraseAccountResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        EraseAccountResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("take out", "", progress);
                    return EraseAccountResponse.newBuilder()
                            .setDigest(Digest.of("dataset without " + request.getAccountId()))
                            .setConversations(1)
                            .setErased(1)
                            .setShards(1)
                            .build();
                });
    }

    @Override
    public void purgeAccount(PurgeAccountRequest request, StreamObserver<PurgeAccountResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        PurgeAccountResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("purge", "", progress);
                    return PurgeAccountResponse.newBuilder()
                            .putRemoved("facets.value", 3)
                            .build();
                });
    }

    @Override
    public void eraseRun(EraseRunRequest request, StreamObserver<EraseRunResponse> observer) {
        Rpc.stream(
                observer,
                progress -> EraseRunResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("erase values", "", progress);
                    return EraseRunResponse.getDefaultInstance();
                });
    }

    static String range(BatchRef batch) {
        return batch.getShard() + "/" + batch.getFirst() + "+" + batch.getCount();
    }
}

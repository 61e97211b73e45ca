package murmuration.extraction;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import murmuration.common.v1.Progress;
import murmuration.common.v1.Seal;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.extraction.imports.ImportRequest;
import murmuration.extraction.imports.Imported;
import murmuration.extraction.shards.DatasetKey;
import murmuration.extraction.v1.AdvanceBatchesRequest;
import murmuration.extraction.v1.AdvanceBatchesResponse;
import murmuration.extraction.v1.CallTime;
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
import murmuration.extraction.v1.EraseAnswersRequest;
import murmuration.extraction.v1.EraseAnswersResponse;
import murmuration.extraction.v1.EraseRunRequest;
import murmuration.extraction.v1.EraseRunResponse;
import murmuration.extraction.v1.EstimateRunRequest;
import murmuration.extraction.v1.EstimateRunResponse;
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
import murmuration.extraction.v1.RunEstimate;
import murmuration.extraction.v1.SealExtractionRequest;
import murmuration.extraction.v1.SealExtractionResponse;
import murmuration.extraction.v1.UploadFileRequest;
import murmuration.extraction.v1.UploadFileResponse;
import murmuration.models.Estimate;
import murmuration.runtime.Assignment;
import murmuration.runtime.Json;
import murmuration.runtime.Rpc;
import org.jspecify.annotations.Nullable;

/** Serves {@code murmuration.extraction.v1}. */
@GrpcService
@Singleton
final class ExtractionGrpc extends ExtractionServiceGrpc.ExtractionServiceImplBase {
    private static final String NOBODYS = new UUID(0, 0).toString();

    private final Extraction extraction;

    ExtractionGrpc(Extraction extraction) {
        this.extraction = extraction;
    }

    @Override
    @Blocking
    public StreamObserver<UploadFileRequest> uploadFile(StreamObserver<UploadFileResponse> answer) {
        return new UploadObserver(extraction.uploads(), answer);
    }

    @Override
    @Blocking
    public void identifySource(IdentifySourceRequest request, StreamObserver<IdentifySourceResponse> answer) {
        Rpc.answer(
                answer,
                () -> IdentifySourceResponse.newBuilder()
                        .setIdentity(extraction.identities().of(request.getTenant(), request.getUri()))
                        .build());
    }

    @Override
    @Blocking
    public void discardUpload(DiscardUploadRequest request, StreamObserver<DiscardUploadResponse> answer) {
        Rpc.answer(answer, () -> {
            extraction.uploads().discard(request.getTenant(), request.getUri());
            return DiscardUploadResponse.getDefaultInstance();
        });
    }

    @Override
    @Blocking
    public void checkBudget(CheckBudgetRequest request, StreamObserver<CheckBudgetResponse> answer) {
        Rpc.answer(answer, () -> {
            extraction.budgets().accept(Json.read(request.getSpecJson(), RunSpec.class));
            return CheckBudgetResponse.getDefaultInstance();
        });
    }

    @Override
    @Blocking
    public void importDataset(ImportDatasetRequest request, StreamObserver<ImportDatasetResponse> answer) {
        Rpc.stream(
                answer,
                progress ->
                        ImportDatasetResponse.newBuilder().setProgress(progress).build(),
                progress -> ImportDatasetResponse.newBuilder()
                        .setDataset(dataset(extraction
                                .imports()
                                .run(
                                        new ImportRequest(
                                                dataset(request.getTenant(), request.getDatasetId()),
                                                request.getUri(),
                                                request.getFormat(),
                                                request.getMetadataKeysList()),
                                        progress)))
                        .build());
    }

    @Override
    @Blocking
    public void deleteDataset(DeleteDatasetRequest request, StreamObserver<DeleteDatasetResponse> answer) {
        Rpc.pulsing(
                answer,
                progress ->
                        DeleteDatasetResponse.newBuilder().setProgress(progress).build(),
                _ -> DeleteDatasetResponse.newBuilder()
                        .putAllRemoved(extraction
                                .deletions()
                                .delete(dataset(request.getTenant(), request.getDatasetId()), request.getKeepUsage()))
                        .build());
    }

    @Override
    @Blocking
    public void eraseAccount(EraseAccountRequest request, StreamObserver<EraseAccountResponse> answer) {
        Rpc.pulsing(
                answer,
                progress ->
                        EraseAccountResponse.newBuilder().setProgress(progress).build(),
                _ -> {
                    AccountErasureRows.Taken taken = extraction
                            .accounts()
                            .take(dataset(request.getTenant(), request.getDatasetId()), request.getAccountId());
                    return EraseAccountResponse.newBuilder()
                            .setDigest(taken.digest())
                            .setConversations(taken.conversations())
                            .setErased(taken.erased())
                            .setShards(taken.shards())
                            .addAllRunIds(taken.runs())
                            .build();
                });
    }

    @Override
    @Blocking
    public void purgeAccount(PurgeAccountRequest request, StreamObserver<PurgeAccountResponse> answer) {
        Rpc.pulsing(
                answer,
                progress ->
                        PurgeAccountResponse.newBuilder().setProgress(progress).build(),
                _ -> PurgeAccountResponse.newBuilder()
                        .putAllRemoved(extraction
                                .accounts()
                                .purge(dataset(request.getTenant(), request.getDatasetId()), request.getAccountId()))
                        .build());
    }

    @Override
    @Blocking
    public void eraseRun(EraseRunRequest request, StreamObserver<EraseRunResponse> answer) {
        Rpc.pulsing(
                answer,
                progress -> EraseRunResponse.newBuilder().setProgress(progress).build(),
                _ -> EraseRunResponse.newBuilder()
                        .putAllRemoved(extraction.accounts().run(Rpc.run(request.getRun()), request.getKeepDrawn()))
                        .build());
    }

    @Override
    @Blocking
    public void eraseAnswers(EraseAnswersRequest request, StreamObserver<EraseAnswersResponse> answer) {
        Rpc.pulsing(
                answer,
                progress ->
                        EraseAnswersResponse.newBuilder().setProgress(progress).build(),
                _ -> EraseAnswersResponse.newBuilder()
                        .putAllRemoved(extraction.accounts().answers(Rpc.run(request.getRun())))
                        .build());
    }

    @Override
    @Blocking
    public void estimateRun(EstimateRunRequest request, StreamObserver<EstimateRunResponse> answer) {
        Rpc.stream(
                answer,
                progress ->
                        EstimateRunResponse.newBuilder().setProgress(progress).build(),
                progress -> EstimateRunResponse.newBuilder()
                        .setEstimate(estimate(extraction.plans().outlook(imagined(request), progress)))
                        .build());
    }

    /** A run that nobody has started: it has no rows anywhere. */
    private static Assignment imagined(EstimateRunRequest request) {
        return new Assignment(
                new RunKey(request.getTenant(), NOBODYS),
                dataset(request.getTenant(), request.getDatasetId()).id(),
                Json.read(request.getSpecJson(), RunSpec.class),
                "",
                "",
                request.getShards(),
                request.getConversations(),
                request.getWithoutAccount());
    }

    private static RunEstimate estimate(Outlook outlook) {
        RunEstimate.Builder message = RunEstimate.newBuilder()
                .setConversations(outlook.conversations())
                .setPricesDate(outlook.pricesDate());
        Estimate estimate = outlook.estimate();
        if (estimate != null) {
            message.setCalls(estimate.calls())
                    .setInputTokens(estimate.inputTokens())
                    .setOutputTokens(estimate.outputTokens())
                    .setSample(estimate.sample());
            Optional.ofNullable(estimate.micros()).ifPresent(message::setMicros);
        }
        Outlook.Pace pace = outlook.pace();
        if (pace != null) {
            message.setTime(CallTime.newBuilder()
                    .setSeconds(pace.seconds())
                    .setCallSeconds(pace.callSeconds())
                    .setAtOnce(pace.atOnce())
                    .setMeasured(pace.measured()));
        }
        return message.build();
    }

    @Override
    @Blocking
    public void planRun(PlanRunRequest request, StreamObserver<PlanRunResponse> answer) {
        Rpc.pulsing(
                answer,
                progress -> PlanRunResponse.newBuilder().setProgress(progress).build(),
                progress -> PlanRunResponse.newBuilder()
                        .setFrame(frame(extraction.plans().run(Rpc.run(request.getRun()), progress)))
                        .build());
    }

    @Override
    @Blocking
    public void processBatch(ProcessBatchRequest request, StreamObserver<ProcessBatchResponse> answer) {
        Rpc.stream(
                answer,
                progress ->
                        ProcessBatchResponse.newBuilder().setProgress(progress).build(),
                progress -> ProcessBatchResponse.newBuilder()
                        .setProgress(last(extraction.batches().process(Rpc.batch(request.getBatch()), progress)))
                        .build());
    }

    @Override
    @Blocking
    public void quarantineConversation(
            QuarantineConversationRequest request, StreamObserver<QuarantineConversationResponse> answer) {
        Rpc.answer(answer, () -> {
            extraction.batches().quarantine(Rpc.batch(request.getBatch()));
            return QuarantineConversationResponse.getDefaultInstance();
        });
    }

    @Override
    @Blocking
    public void advanceBatches(AdvanceBatchesRequest request, StreamObserver<AdvanceBatchesResponse> answer) {
        Rpc.answer(
                answer,
                () -> AdvanceBatchesResponse.newBuilder()
                        .setWaitMillis(extraction
                                .rounds()
                                .advance(Rpc.run(request.getRun()), request.getShard())
                                .toMillis())
                        .build());
    }

    @Override
    @Blocking
    public void cancelBatches(CancelBatchesRequest request, StreamObserver<CancelBatchesResponse> answer) {
        Rpc.answer(answer, () -> {
            extraction.rounds().cancel(Rpc.run(request.getRun()));
            return CancelBatchesResponse.getDefaultInstance();
        });
    }

    @Override
    @Blocking
    public void sealExtraction(SealExtractionRequest request, StreamObserver<SealExtractionResponse> answer) {
        Rpc.pulsing(
                answer,
                progress -> SealExtractionResponse.newBuilder()
                        .setProgress(progress)
                        .build(),
                progress -> {
                    Seals.Sealed sealed = extraction.seals().seal(Rpc.run(request.getRun()), progress);
                    return SealExtractionResponse.newBuilder()
                            .setSeal(Seal.newBuilder()
                                    .setDigest(sealed.digest())
                                    .putAllCounts(sealed.counts())
                                    .setReportJson(Json.write(sealed.report())))
                            .build();
                });
    }

    private static Progress last(SortedMap<String, Long> outcomes) {
        long done = outcomes.values().stream().mapToLong(Long::longValue).sum();
        return Progress.newBuilder()
                .setDone(done)
                .setTotal(done)
                .putAllOutcomes(outcomes)
                .build();
    }

    private static DatasetKey dataset(String tenant, String id) {
        try {
            return new DatasetKey(tenant, UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            throw new MurmurationException(ErrorCode.INVALID_REQUEST, "the data set's id is not a UUID", e);
        }
    }

    private static ImportedDataset dataset(Imported imported) {
        return ImportedDataset.newBuilder()
                .setDigest(imported.digest())
                .setConversations(imported.conversations())
                .setShards(imported.shards())
                .setAccounts(imported.accounts())
                .setWithoutAccount(imported.withoutAccount())
                .putAllFormats(imported.formats())
                .putAllQuarantined(imported.quarantined())
                .setFirstAt(text(imported.firstAt()))
                .setLastAt(text(imported.lastAt()))
                .setSizeBytes(imported.sizeBytes())
                .addAllFaults(imported.faults())
                .build();
    }

    private static String text(@Nullable Object time) {
        return time == null ? "" : time.toString();
    }

    private static Frame frame(Plan plan) {
        return Frame.newBuilder()
                .setShards(plan.shardSizes().size())
                .addAllShardSizes(plan.shardSizes())
                .setConversations(plan.conversations())
                .setSampled(plan.sampled())
                .setAccounts(plan.accounts())
                .setSeal(Seal.newBuilder()
                        .setDigest(plan.digest())
                        .putAllCounts(plan.counts())
                        .setReportJson(Json.write(plan.report())))
                .build();
    }
}

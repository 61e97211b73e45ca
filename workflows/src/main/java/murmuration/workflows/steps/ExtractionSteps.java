package murmuration.workflows.steps;

import java.time.Instant;
import murmuration.core.BatchKey;
import murmuration.core.EndState;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.Stage;
import murmuration.extraction.v1.AdvanceBatchesRequest;
import murmuration.extraction.v1.CancelBatchesRequest;
import murmuration.extraction.v1.ExtractionServiceGrpc.ExtractionServiceBlockingStub;
import murmuration.extraction.v1.Frame;
import murmuration.extraction.v1.ImportDatasetRequest;
import murmuration.extraction.v1.ImportDatasetResponse;
import murmuration.extraction.v1.ImportedDataset;
import murmuration.extraction.v1.PlanRunRequest;
import murmuration.extraction.v1.PlanRunResponse;
import murmuration.extraction.v1.ProcessBatchRequest;
import murmuration.extraction.v1.ProcessBatchResponse;
import murmuration.extraction.v1.QuarantineConversationRequest;
import murmuration.extraction.v1.SealExtractionRequest;
import murmuration.workflows.runs.Dataset;
import murmuration.workflows.runs.DatasetKey;
import murmuration.workflows.runs.StageSeal;
import org.jspecify.annotations.Nullable;

/** Calls the extraction service. */
public final class ExtractionSteps implements ExtractionActivities {
    private final ExtractionServiceBlockingStub extraction;
    private final Calls calls;
    private final Books books;

    /** Steps that call this service. */
    public ExtractionSteps(ExtractionServiceBlockingStub extraction, Calls calls, Books books) {
        this.extraction = extraction;
        this.calls = calls;
        this.books = books;
    }

    @Override
    public void importDataset(DatasetKey key) {
        calls.watched(new ImportLedger(books.datasets(), key), watch -> {
            ImportDatasetRequest request = request(key);
            ImportedDataset imported = watch.last(
                            () -> extraction.importDataset(request), ImportDatasetResponse::getProgress)
                    .getDataset();
            books.datasets().ready(key, contents(imported));
            return true;
        });
    }

    @Override
    public void plan(RunKey run) {
        calls.watched(books.step(run, Stage.PLAN, "frame"), watch -> {
            PlanRunRequest request =
                    PlanRunRequest.newBuilder().setRun(Refs.run(run)).build();
            Frame frame = watch.last(() -> extraction.planRun(request), PlanRunResponse::getProgress)
                    .getFrame();
            books.stages().shards(run, frame.getShardSizesList());
            books.progress().expect(run, Stage.EXTRACT, frame.getSampled());
            books.stages().seal(run, Stage.PLAN.name(), Refs.seal(frame.getSeal()));
            return true;
        });
    }

    @Override
    public void processBatch(BatchKey batch) {
        ProcessBatchRequest request =
                ProcessBatchRequest.newBuilder().setBatch(Refs.batch(batch)).build();
        calls.watched(
                books.batch(Stage.EXTRACT, batch),
                watch -> watch.last(() -> extraction.processBatch(request), ProcessBatchResponse::getProgress));
    }

    @Override
    public long advanceBatches(ShardKey shard) {
        AdvanceBatchesRequest request = AdvanceBatchesRequest.newBuilder()
                .setRun(Refs.run(shard.run()))
                .setShard(shard.shard())
                .build();
        return calls.watched(
                books.step(shard.run(), Stage.EXTRACT, "provider/" + shard.shard()),
                watch -> extraction.advanceBatches(request).getWaitMillis());
    }

    @Override
    public void cancelBatches(RunKey run) {
        CancelBatchesRequest request =
                CancelBatchesRequest.newBuilder().setRun(Refs.run(run)).build();
        calls.rows(() -> extraction.cancelBatches(request));
    }

    @Override
    public void quarantine(BatchKey batch) {
        QuarantineConversationRequest request = QuarantineConversationRequest.newBuilder()
                .setBatch(Refs.batch(batch))
                .build();
        calls.rows(() -> extraction.quarantineConversation(request));
    }

    @Override
    public void seal(RunKey run) {
        calls.watched(books.step(run, Stage.EXTRACT, "seal"), watch -> {
            SealExtractionRequest request =
                    SealExtractionRequest.newBuilder().setRun(Refs.run(run)).build();
            StageSeal seal = Refs.seal(
                    watch.seal(() -> extraction.sealExtraction(request)).getSeal());
            books.stages().seal(run, Stage.EXTRACT.name(), seal);
            books.progress().expect(run, Stage.EMBED, seal.counts().getOrDefault(EndState.OK.name(), 0L));
            return true;
        });
    }

    private ImportDatasetRequest request(DatasetKey key) {
        Dataset.Source source = books.datasets()
                .byId(key)
                .orElseThrow(() -> new MurmurationException(ErrorCode.NOT_FOUND, "the data set is gone"))
                .source();
        return ImportDatasetRequest.newBuilder()
                .setTenant(key.tenant())
                .setDatasetId(key.datasetId())
                .setUri(source.uri())
                .setFormat(source.format())
                .addAllMetadataKeys(source.metadataKeys())
                .build();
    }

    private static Dataset.Contents contents(ImportedDataset imported) {
        return new Dataset.Contents(
                imported.getDigest(),
                imported.getConversations(),
                imported.getAccounts(),
                imported.getWithoutAccount(),
                imported.getShards(),
                imported.getFormatsMap(),
                imported.getQuarantinedMap(),
                imported.getFaultsList(),
                instant(imported.getFirstAt()),
                instant(imported.getLastAt()),
                imported.getSizeBytes(),
                0);
    }

    private static @Nullable Instant instant(String time) {
        return time.isEmpty() ? null : Instant.parse(time);
    }
}

package murmuration.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import murmuration.common.v1.BatchRef;
import murmuration.common.v1.RunRef;
import murmuration.core.RunKey;
import murmuration.extraction.imports.ImportRequest;
import murmuration.extraction.shards.DatasetKey;
import murmuration.extraction.v1.DeleteDatasetRequest;
import murmuration.extraction.v1.EstimateRunRequest;
import murmuration.extraction.v1.ExtractionServiceGrpc;
import murmuration.extraction.v1.Frame;
import murmuration.extraction.v1.ImportDatasetRequest;
import murmuration.extraction.v1.ImportedDataset;
import murmuration.extraction.v1.PlanRunRequest;
import murmuration.extraction.v1.ProcessBatchRequest;
import murmuration.extraction.v1.ProcessBatchResponse;
import murmuration.extraction.v1.SealExtractionRequest;
import murmuration.extraction.v1.UploadFileRequest;
import murmuration.extraction.v1.UploadFileResponse;
import murmuration.runtime.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as its callers see it. */
class ExtractionGrpcTest {
    private final Bench bench;
    private final Server server;
    private final ManagedChannel channel;

    ExtractionGrpcTest(@TempDir Path folder) throws IOException {
        bench = new Bench(folder);
        server = InProcessServerBuilder.forName("extraction-test")
                .addService(new ExtractionGrpc(bench.extraction()))
                .build()
                .start();
        channel = InProcessChannelBuilder.forName("extraction-test").build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void takesAFileFromUploadToSealAndAway() throws Exception {
        var service = ExtractionServiceGrpc.newBlockingStub(channel);
        DatasetKey dataset = Bench.dataset();
        UploadFileResponse upload = upload();
        assertThat(upload.getUri()).startsWith("upload:");

        ImportedDataset imported = last(service.importDataset(ImportDatasetRequest.newBuilder()
                        .setTenant(Bench.TENANT)
                        .setDatasetId(dataset.id().toString())
                        .setUri(upload.getUri())
                        .setFormat("auto")
                        .build()))
                .getDataset();
        assertThat(imported.getConversations()).isEqualTo(30);
        assertThat(imported.getFaultsList()).containsExactly("line 31: malformed JSON");
        assertThat(imported.getFirstAt()).isEqualTo("2025-05-01T00:00:00Z");

        RunKey key =
                bench.run(dataset, bench.imports().run(again(dataset, upload.getUri()), Bench.SILENT), Specs.spec());
        RunRef run = RunRef.newBuilder()
                .setTenant(key.tenant())
                .setRunId(key.runId())
                .build();
        Frame frame = last(service.planRun(
                        PlanRunRequest.newBuilder().setRun(run).build()))
                .getFrame();
        assertThat(frame.getShardSizesList()).containsExactly(30);
        assertThat(frame.getSampled()).isEqualTo(30);
        assertThat(frame.getSeal().getReportJson()).contains("\"vocabularyAccounts\":5");

        assertThat(last(service.estimateRun(EstimateRunRequest.newBuilder()
                                .setTenant(Bench.TENANT)
                                .setDatasetId(dataset.id().toString())
                                .setSpecJson(Json.write(Specs.spec()))
                                .setConversations(30)
                                .setShards(1)
                                .build()))
                        .getEstimate()
                        .getConversations())
                .isEqualTo(30);

        ProcessBatchResponse done = last(service.processBatch(ProcessBatchRequest.newBuilder()
                .setBatch(BatchRef.newBuilder().setRun(run).setCount(30))
                .build()));
        assertThat(done.getProgress().getOutcomesMap()).containsEntry("OK", 30L);
        assertThat(last(service.sealExtraction(
                                SealExtractionRequest.newBuilder().setRun(run).build()))
                        .getSeal()
                        .getCountsMap())
                .containsExactly(Map.entry("OK", 30L));
        assertThat(last(service.deleteDataset(DeleteDatasetRequest.newBuilder()
                                .setTenant(Bench.TENANT)
                                .setDatasetId(dataset.id().toString())
                                .build()))
                        .getRemovedMap())
                .containsEntry("facets.conversation", 30L);
    }

    private static ImportRequest again(DatasetKey dataset, String uri) {
        return new ImportRequest(dataset, uri, "auto", List.of());
    }

    private UploadFileResponse upload() throws ExecutionException, InterruptedException {
        CompletableFuture<UploadFileResponse> uploaded = new CompletableFuture<>();
        StreamObserver<UploadFileRequest> parts = ExtractionServiceGrpc.newStub(channel)
                .uploadFile(new StreamObserver<>() {
                    @Override
                    public void onNext(UploadFileResponse response) {
                        uploaded.complete(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        uploaded.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {}
                });
        for (int i = 0; i < 30; i++) {
            String record = "{\"id\":\"" + UUID.randomUUID() + "\",\"account_id\":\"" + i
                    + "\",\"created_at\":\"2025-05-01\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}\n";
            parts.onNext(part(i == 0 ? "mine.jsonl" : "", record));
        }
        parts.onNext(part("", "{\"half"));
        parts.onCompleted();
        return uploaded.get();
    }

    private static UploadFileRequest part(String name, String text) {
        return UploadFileRequest.newBuilder()
                .setTenant(Bench.TENANT)
                .setName(name)
                .setContent(ByteString.copyFrom(text, StandardCharsets.UTF_8))
                .build();
    }

    private static <T> T last(Iterator<T> stream) {
        List<T> all = new ArrayList<>();
        stream.forEachRemaining(all::add);
        return all.getLast();
    }
}

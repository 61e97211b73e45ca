package murmuration.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import murmuration.common.v1.BatchRef;
import murmuration.common.v1.Progress;
import murmuration.common.v1.RunRef;
import murmuration.common.v1.Seal;
import murmuration.core.EndState;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunSpec;
import murmuration.embedding.v1.DropVectorsRequest;
import murmuration.embedding.v1.EmbedTextsRequest;
import murmuration.embedding.v1.EmbedTextsResponse;
import murmuration.embedding.v1.EmbeddingServiceGrpc;
import murmuration.embedding.v1.EmbeddingServiceGrpc.EmbeddingServiceBlockingStub;
import murmuration.embedding.v1.ProcessBatchRequest;
import murmuration.embedding.v1.SealVectorsRequest;
import murmuration.embedding.v1.SealVectorsResponse;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.FileVectors;
import murmuration.runtime.GrpcErrors;
import murmuration.runtime.RemoteEmbedder;
import murmuration.runtime.TestDatabase;
import murmuration.runtime.VectorCollections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service through gRPC, with the real model, a real database under the service's own role, and files. */
class EmbeddingGrpcTest {
    private static final OnnxEmbedder EMBEDDER = new OnnxEmbedder(2);

    private final TestDatabase database = TestDatabase.create();

    @TempDir
    private Path folder;

    private Server server;
    private ManagedChannel channel;
    private EmbeddingServiceBlockingStub service;

    @BeforeEach
    void start() throws IOException {
        Database embedding = database.as("embedding");
        RunEmbedders embedders = new RunEmbedders(embedding, EMBEDDER, run -> new HashingEmbedder(1536));
        RunVectors vectors = new RunVectors(embedding, embedders, new FileVectors(folder), 256);
        VectorRows stored = new VectorRows(embedding, new DeploymentKey(new byte[32]));
        String name = InProcessServerBuilder.generateName();
        server = InProcessServerBuilder.forName(name)
                .addService(new EmbeddingGrpc(vectors, new TextVectors(embedders), stored))
                .build()
                .start();
        channel = InProcessChannelBuilder.forName(name).build();
        service = EmbeddingServiceGrpc.newBlockingStub(channel);
    }

    @AfterAll
    static void close() {
        EMBEDDER.close();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void embedsSealsAndDropsARun() throws IOException {
        TestRun run = new TestRun(database, MiniLm.ID);
        List<String> summaries = OnnxEmbedderTest.texts(300);
        run.add(0, 0, EndState.OK, summaries);
        RunRef ref = ref(run);

        List<Progress> reports = ImmutableList.copyOf(service.processBatch(ProcessBatchRequest.newBuilder()
                        .setBatch(BatchRef.newBuilder().setRun(ref).setCount(300))
                        .build()))
                .stream()
                .map(response -> response.getProgress())
                .toList();
        List<SealVectorsResponse> sealing = ImmutableList.copyOf(
                service.sealVectors(SealVectorsRequest.newBuilder().setRun(ref).build()));
        Seal seal = sealing.getLast().getSeal();

        assertThat(reports).extracting(Progress::getDone).containsExactly(0L, 256L, 300L, 300L);
        assertThat(sealing)
                .extracting(response -> response.getProgress().getDone())
                .contains(1L);
        assertThat(seal.getCountsMap()).containsEntry("vectors", 300L);
        assertThat(seal.getReportJson()).contains(EMBEDDER.model().revision(), "\"pooling\":\"mean\"");
        FileVectors store = new FileVectors(folder);
        String collection = VectorCollections.ofRun(run.key, "request");
        assertThat(store.scan(collection, 0).vectors().row(17))
                .isEqualTo(EMBEDDER.embed(List.of(summaries.get(17))).values());

        service.dropVectors(DropVectorsRequest.newBuilder().setRun(ref).build()).forEachRemaining(message -> {});
        assertThatThrownBy(() -> store.shards(collection)).isInstanceOf(MurmurationException.class);
        assertThat(database.recorded(AuditOutbox.VECTORS)).contains("ERASING by embedding", "ERASED by embedding");
    }

    @Test
    void otherServicesGetTheSameVectorsInCallsOfSeveralPages() {
        List<String> texts = Collections.nCopies(1_050, List.of("a cat", "a dog")).stream()
                .flatMap(List::stream)
                .toList();
        RemoteEmbedder remote = new RemoteEmbedder(service, new TestRun(database, MiniLm.ID).key);

        assertThat(remote.model()).isEqualTo(EMBEDDER.model());
        assertThat(remote.embed(texts).values()).isEqualTo(EMBEDDER.embed(texts).values());
    }

    @Test
    void aRunsOwnModelEmbedsAllOfItsTexts() throws IOException {
        TestRun run = new TestRun(database, new RunSpec.Embedding("openai", "hashing"));
        List<String> texts = OnnxEmbedderTest.texts(700);
        run.add(0, 0, EndState.OK, texts.subList(0, 3));
        List<EmbedTextsResponse> pages = ImmutableList.copyOf(service.embedTexts(EmbedTextsRequest.newBuilder()
                .setRun(ref(run))
                .addAllTexts(texts)
                .build()));
        service.processBatch(ProcessBatchRequest.newBuilder()
                        .setBatch(BatchRef.newBuilder().setRun(ref(run)).setCount(250))
                        .build())
                .forEachRemaining(progress -> {});

        RemoteEmbedder remote = new RemoteEmbedder(service, run.key);
        assertThat(remote.embed(texts).values())
                .isEqualTo(new HashingEmbedder(1536).embed(texts).values());
        assertThat(remote.model().dimension()).isEqualTo(1536);
        assertThat(pages)
                .allSatisfy(page -> assertThat(page.getSerializedSize()).isLessThan(4 << 20));
        assertThat(new FileVectors(folder)
                        .scan(VectorCollections.ofRun(run.key, "request"), 0)
                        .vectors()
                        .values())
                .isEqualTo(remote.embed(texts.subList(0, 3)).values());
    }

    private static RunRef ref(TestRun run) {
        return RunRef.newBuilder()
                .setTenant(run.key.tenant())
                .setRunId(run.key.runId())
                .build();
    }

    @Test
    void tooManyTextsAreRefused() {
        EmbedTextsRequest request = EmbedTextsRequest.newBuilder()
                .setRun(ref(new TestRun(database, MiniLm.ID)))
                .addAllTexts(Collections.nCopies(10_001, "a"))
                .build();
        assertThatThrownBy(() -> service.embedTexts(request).next())
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(GrpcErrors.received(e).code()).isEqualTo(ErrorCode.TOO_LARGE));
    }

    @Test
    void anUnknownRunIsNotFound() {
        assertThatThrownBy(() -> service.sealVectors(SealVectorsRequest.newBuilder()
                                .setRun(RunRef.newBuilder()
                                        .setTenant("default")
                                        .setRunId("00000000-0000-7000-8000-000000000000"))
                                .build())
                        .next())
                .hasMessageContaining("NOT_FOUND");
    }
}

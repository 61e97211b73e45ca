package murmuration.workflows.steps;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import murmuration.clustering.v1.ClusteringServiceGrpc.ClusteringServiceBlockingStub;
import murmuration.common.v1.RunRef;
import murmuration.core.RunKey;
import murmuration.embedding.v1.DropVectorsRequest;
import murmuration.embedding.v1.EmbeddingServiceGrpc.EmbeddingServiceBlockingStub;
import murmuration.extraction.v1.DeleteDatasetRequest;
import murmuration.extraction.v1.EraseAccountRequest;
import murmuration.extraction.v1.EraseAccountResponse;
import murmuration.extraction.v1.ExtractionServiceGrpc.ExtractionServiceBlockingStub;
import murmuration.extraction.v1.PurgeAccountRequest;
import murmuration.hierarchy.v1.HierarchyServiceGrpc.HierarchyServiceBlockingStub;
import murmuration.privacy.v1.PrivacyServiceGrpc.PrivacyServiceBlockingStub;
import murmuration.runtime.GrpcErrors;
import murmuration.workflows.runs.DatasetKey;
import murmuration.workflows.runs.Erasure;
import murmuration.workflows.runs.Held;

/** Has each service delete what it holds, last made first: what is published goes before what it was made from. */
public record ServiceErasure(
        ExtractionServiceBlockingStub extraction,
        EmbeddingServiceBlockingStub embedding,
        ClusteringServiceBlockingStub clustering,
        HierarchyServiceBlockingStub hierarchy,
        PrivacyServiceBlockingStub privacy)
        implements Erasure {

    @Override
    public Map<String, Long> run(RunKey run) {
        Map<String, Long> removed = computed(run, false);
        removed.putAll(vectors(run));
        return removed;
    }

    @Override
    public void computed(RunKey run) {
        var _ = computed(run, true);
    }

    @Override
    public Map<String, Long> expired(RunKey run, Held held) {
        RunRef ref = Refs.run(run);
        return switch (held) {
            case RESULTS -> result(ref);
            case WORK -> work(ref);
            case VECTORS -> vectors(run);
            case RESPONSES -> answers(ref);
        };
    }

    private Map<String, Long> result(RunRef run) {
        return new TreeMap<>(last(() -> privacy.eraseRun(murmuration.privacy.v1.EraseRunRequest.newBuilder()
                        .setRun(run)
                        .setKeepAnswers(true)
                        .build()))
                .getRemovedMap());
    }

    private Map<String, Long> work(RunRef run) {
        Map<String, Long> removed = new TreeMap<>();
        removed.putAll(last(() -> privacy.eraseRun(murmuration.privacy.v1.EraseRunRequest.newBuilder()
                        .setRun(run)
                        .setKeepAnswers(true)
                        .setKeepResult(true)
                        .build()))
                .getRemovedMap());
        removed.putAll(
                GrpcErrors.received(() -> hierarchy.eraseRun(murmuration.hierarchy.v1.EraseRunRequest.newBuilder()
                                .setRun(run)
                                .setKeepAnswers(true)
                                .build()))
                        .getRemovedMap());
        removed.putAll(last(() -> clustering.eraseRun(murmuration.clustering.v1.EraseRunRequest.newBuilder()
                        .setRun(run)
                        .build()))
                .getRemovedMap());
        removed.putAll(last(() -> extraction.eraseRun(murmuration.extraction.v1.EraseRunRequest.newBuilder()
                        .setRun(run)
                        .setKeepDrawn(true)
                        .build()))
                .getRemovedMap());
        return removed;
    }

    private Map<String, Long> answers(RunRef run) {
        Map<String, Long> removed = new TreeMap<>();
        removed.putAll(
                GrpcErrors.received(() -> privacy.eraseAnswers(murmuration.privacy.v1.EraseAnswersRequest.newBuilder()
                                .setRun(run)
                                .build()))
                        .getRemovedMap());
        removed.putAll(GrpcErrors.received(
                        () -> hierarchy.eraseAnswers(murmuration.hierarchy.v1.EraseAnswersRequest.newBuilder()
                                .setRun(run)
                                .build()))
                .getRemovedMap());
        removed.putAll(last(() -> extraction.eraseAnswers(murmuration.extraction.v1.EraseAnswersRequest.newBuilder()
                        .setRun(run)
                        .build()))
                .getRemovedMap());
        return removed;
    }

    private Map<String, Long> computed(RunKey run, boolean keepAnswers) {
        RunRef ref = Refs.run(run);
        Map<String, Long> removed = new TreeMap<>();
        removed.putAll(last(() -> privacy.eraseRun(murmuration.privacy.v1.EraseRunRequest.newBuilder()
                        .setRun(ref)
                        .setKeepAnswers(keepAnswers)
                        .build()))
                .getRemovedMap());
        removed.putAll(
                GrpcErrors.received(() -> hierarchy.eraseRun(murmuration.hierarchy.v1.EraseRunRequest.newBuilder()
                                .setRun(ref)
                                .setKeepAnswers(keepAnswers)
                                .build()))
                        .getRemovedMap());
        removed.putAll(last(() -> clustering.eraseRun(murmuration.clustering.v1.EraseRunRequest.newBuilder()
                        .setRun(ref)
                        .build()))
                .getRemovedMap());
        return removed;
    }

    @Override
    public Taken account(DatasetKey dataset, String accountId) {
        EraseAccountRequest erase = EraseAccountRequest.newBuilder()
                .setTenant(dataset.tenant())
                .setDatasetId(dataset.datasetId())
                .setAccountId(accountId)
                .build();
        EraseAccountResponse taken = last(() -> extraction.eraseAccount(erase));
        return new Taken(
                taken.getDigest(),
                taken.getConversations(),
                taken.getErased(),
                taken.getShards(),
                taken.getRunIdsList());
    }

    @Override
    public Map<String, Long> purge(DatasetKey dataset, String accountId) {
        PurgeAccountRequest purge = PurgeAccountRequest.newBuilder()
                .setTenant(dataset.tenant())
                .setDatasetId(dataset.datasetId())
                .setAccountId(accountId)
                .build();
        return new TreeMap<>(last(() -> extraction.purgeAccount(purge)).getRemovedMap());
    }

    @Override
    public Map<String, Long> unfinished(RunKey run) {
        Map<String, Long> removed = run(run);
        removed.putAll(last(() -> extraction.eraseRun(murmuration.extraction.v1.EraseRunRequest.newBuilder()
                        .setRun(Refs.run(run))
                        .build()))
                .getRemovedMap());
        return removed;
    }

    @Override
    public Map<String, Long> published(RunKey run) {
        RunRef ref = Refs.run(run);
        Map<String, Long> removed = new TreeMap<>();
        removed.putAll(last(() -> privacy.eraseRun(murmuration.privacy.v1.EraseRunRequest.newBuilder()
                        .setRun(ref)
                        .setKeepPublished(true)
                        .build()))
                .getRemovedMap());
        removed.putAll(
                GrpcErrors.received(() -> hierarchy.eraseRun(murmuration.hierarchy.v1.EraseRunRequest.newBuilder()
                                .setRun(ref)
                                .setKeepPublished(true)
                                .build()))
                        .getRemovedMap());
        removed.putAll(last(() -> clustering.eraseRun(murmuration.clustering.v1.EraseRunRequest.newBuilder()
                        .setRun(ref)
                        .setKeepPublished(true)
                        .build()))
                .getRemovedMap());
        removed.putAll(vectors(run));
        return removed;
    }

    private Map<String, Long> vectors(RunKey run) {
        Map<String, Long> removed = new TreeMap<>(last(() -> embedding.dropVectors(
                        DropVectorsRequest.newBuilder().setRun(Refs.run(run)).build()))
                .getRemovedMap());
        removed.put("collections", 1L);
        return removed;
    }

    @Override
    public Map<String, Long> dataset(DatasetKey dataset) {
        return dataset(dataset, false);
    }

    @Override
    public Map<String, Long> conversations(DatasetKey dataset) {
        return dataset(dataset, true);
    }

    private Map<String, Long> dataset(DatasetKey dataset, boolean keepUsage) {
        DeleteDatasetRequest delete = DeleteDatasetRequest.newBuilder()
                .setTenant(dataset.tenant())
                .setDatasetId(dataset.datasetId())
                .setKeepUsage(keepUsage)
                .build();
        return new TreeMap<>(last(() -> extraction.deleteDataset(delete)).getRemovedMap());
    }

    /** Has a service delete, and hears meanwhile that it goes on; answers its last message. */
    private static <M> M last(Supplier<Iterator<M>> call) {
        return GrpcErrors.received(() -> Watch.end(call.get(), _ -> Watch.hear()));
    }
}

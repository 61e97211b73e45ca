package murmuration.hierarchy;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.function.Function;
import murmuration.core.Embedder;
import murmuration.core.RunKey;
import murmuration.core.VectorStore;
import murmuration.embedding.v1.EmbeddingServiceGrpc.EmbeddingServiceBlockingStub;
import murmuration.models.Cashier;
import murmuration.models.ModelsConfig;
import murmuration.models.ProviderModels;
import murmuration.models.ReplyRows;
import murmuration.models.RunModels;
import murmuration.offline.OfflineModel;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.RemoteEmbedder;
import murmuration.runtime.VectorsReady;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;

/** Builds the service's use cases. */
@Singleton
final class HierarchyWiring {
    @Produces
    @Singleton
    Hierarchy hierarchy(
            HierarchyConfig config,
            @DataSource("hierarchy") AgroalDataSource source,
            VectorStore store,
            ProviderModels providers,
            ModelsConfig modelsConfig,
            DeploymentKey key,
            @GrpcClient("embedding") EmbeddingServiceBlockingStub embedding) {
        Database database = new Database(source);
        ReplyRows replies = new ReplyRows(database, key, "clusters.naming_reply");
        Cashier cashier = new Cashier(database, modelsConfig);
        // a name holds what enough accounts of its cluster say: offline needs no vocabulary for it
        OfflineModel embedded = OfflineModel.of(Set.of());
        RunModels models = new RunModels(
                run -> run.spec().model().embedded() ? embedded : providers.of(run, replies.of(run, cashier), cashier));
        Runs runs = new Runs(database, models::of, embedded);
        Function<RunKey, Embedder> embedders = run -> new RemoteEmbedder(embedding, run);
        ClusterRows clusters = new ClusterRows(database);
        int atOnce = config.questionsAtOnce();
        return new Hierarchy(
                new ClusterNaming(database, runs, store, embedders, atOnce),
                new LevelRaising(clusters, runs, embedders, atOnce),
                new HierarchySeal(clusters, runs, replies::usage),
                new ErasureRows(database, replies));
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck vectorsReady(VectorStore store) {
        return new VectorsReady(store);
    }
}

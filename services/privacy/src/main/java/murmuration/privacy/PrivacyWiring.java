package murmuration.privacy;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import murmuration.embedding.v1.EmbeddingServiceGrpc.EmbeddingServiceBlockingStub;
import murmuration.models.Cashier;
import murmuration.models.ModelsConfig;
import murmuration.models.ProviderModels;
import murmuration.models.ReplyRows;
import murmuration.models.RunModels;
import murmuration.offline.Detectors;
import murmuration.offline.OfflineModel;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.RemoteEmbedder;

/** Builds the privacy service's use cases. */
@Singleton
public final class PrivacyWiring {
    @Produces
    @Singleton
    PrivacyCases cases(
            @DataSource("privacy") AgroalDataSource source,
            @GrpcClient("embedding") EmbeddingServiceBlockingStub embedding,
            DeploymentKey key,
            ProviderModels providers,
            ModelsConfig modelsConfig,
            PrivacyConfig config) {
        Database database = new Database(source);
        ReplyRows replies = new ReplyRows(database, key, "clusters.audit_reply");
        Cashier cashier = new Cashier(database, modelsConfig);
        SourceRows rows = new SourceRows(database);
        RunModels models = new RunModels(run -> run.spec().model().embedded()
                ? OfflineModel.of(rows.vocabulary(run))
                : providers.of(run, replies.of(run, cashier), cashier));
        Audits audits = new Audits(models::of, text -> !Detectors.find(text).isEmpty());
        return new PrivacyCases(
                new SmallClusters(database),
                new ClusterReviews(database, key, audits, config.parallelism()),
                new Publication(
                        database,
                        key,
                        audits,
                        run -> new RemoteEmbedder(embedding, run),
                        new Publication.Terms(providers::prices, config.dpBudget())),
                new SafetyResults(database),
                new SafetyRows(database),
                new ErasureRows(database, new PublishedRows(database), new SafetyRows(database), replies));
    }
}

package murmuration.embedding;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import murmuration.core.VectorStore;
import murmuration.models.Cashier;
import murmuration.models.ModelsConfig;
import murmuration.models.ProviderModels;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.VectorsReady;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;

/** Builds the service from its configuration. */
@Singleton
public final class EmbeddingWiring {
    /** Not under the port's type: in one process other services have an embedder of their own, which calls this service. */
    @Produces
    @Singleton
    @Typed(OnnxEmbedder.class)
    OnnxEmbedder embedder(EmbeddingConfig config) {
        return new OnnxEmbedder(config.threads().orElse(Runtime.getRuntime().availableProcessors()));
    }

    void close(@Disposes OnnxEmbedder embedder) {
        embedder.close();
    }

    @Produces
    @Singleton
    VectorRows stored(@DataSource("embedding") AgroalDataSource source, DeploymentKey key) {
        return new VectorRows(new Database(source), key);
    }

    @Produces
    @Singleton
    RunEmbedders embedders(
            @DataSource("embedding") AgroalDataSource source,
            OnnxEmbedder embedded,
            VectorRows stored,
            ProviderModels providers,
            ModelsConfig config) {
        Database database = new Database(source);
        Cashier cashier = new Cashier(database, config);
        return new RunEmbedders(database, embedded, run -> providers.embedder(run, stored.of(run), cashier));
    }

    @Produces
    @Singleton
    TextVectors texts(RunEmbedders embedders) {
        return new TextVectors(embedders);
    }

    @Produces
    @Singleton
    RunVectors runVectors(
            @DataSource("embedding") AgroalDataSource source,
            RunEmbedders embedders,
            VectorStore store,
            EmbeddingConfig config) {
        return new RunVectors(new Database(source), embedders, store, config.upsert());
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck vectorsReady(VectorStore store) {
        return new VectorsReady(store);
    }
}

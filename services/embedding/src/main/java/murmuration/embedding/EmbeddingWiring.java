package murmuration.embedding;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import murmuration.core.VectorStore;
import murmuration.runtime.Database;

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
    RunVectors runVectors(
            @DataSource("embedding") AgroalDataSource source,
            OnnxEmbedder embedder,
            VectorStore store,
            EmbeddingConfig config) {
        return new RunVectors(new Database(source), embedder, store, config.upsert());
    }
}

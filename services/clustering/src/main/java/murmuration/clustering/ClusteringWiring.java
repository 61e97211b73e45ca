package murmuration.clustering;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import murmuration.core.VectorStore;
import murmuration.embedding.v1.EmbeddingServiceGrpc.EmbeddingServiceBlockingStub;
import murmuration.runtime.Database;
import murmuration.runtime.RemoteEmbedder;
import murmuration.runtime.VectorsReady;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;

/** Builds the service from its ports. */
@Singleton
final class ClusteringWiring {
    @Produces
    @Singleton
    Clustering clustering(
            @DataSource("clustering") AgroalDataSource source,
            VectorStore store,
            @GrpcClient("embedding") EmbeddingServiceBlockingStub embedding,
            ClusteringConfig config) {
        Database database = new Database(source);
        int threads =
                config.threads() > 0 ? config.threads() : Runtime.getRuntime().availableProcessors();
        return new Clustering(
                new TrainClusters(database, store, new TrainClusters.Limits(threads, config.vectorsInMemory())),
                new AssignShard(database, store),
                new SealClusters(database),
                new ReassignSmall(database, store),
                new FindOutside(database, store, threads),
                new LayoutMap(database, run -> new RemoteEmbedder(embedding, run)),
                new ErasureRows(database));
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck vectorsReady(VectorStore store) {
        return new VectorsReady(store);
    }
}

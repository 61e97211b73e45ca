package murmuration.hierarchy;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;
import murmuration.core.ErrorCode;
import murmuration.core.LanguageModel;
import murmuration.core.MurmurationException;
import murmuration.core.RunSpec;
import murmuration.core.VectorStore;
import murmuration.embedding.v1.EmbeddingServiceGrpc.EmbeddingServiceBlockingStub;
import murmuration.offline.OfflineModel;
import murmuration.runtime.Database;
import murmuration.runtime.RemoteEmbedder;

/** Builds the service's use cases. */
@Singleton
final class HierarchyWiring {
    @Produces
    @Singleton
    Hierarchy hierarchy(
            HierarchyConfig config,
            @DataSource("hierarchy") AgroalDataSource source,
            VectorStore store,
            @GrpcClient("embedding") EmbeddingServiceBlockingStub embedding) {
        Database database = new Database(source);
        Runs runs = new Runs(database, HierarchyWiring::model);
        TextVectors vectors = new TextVectors(new RemoteEmbedder(embedding));
        ClusterRows clusters = new ClusterRows(database);
        int atOnce = config.questionsAtOnce();
        return new Hierarchy(
                new ClusterNaming(database, runs, store, vectors, atOnce),
                new LevelRaising(clusters, runs, vectors, atOnce),
                new HierarchySeal(clusters, runs));
    }

    private static LanguageModel model(RunSpec.Model model) {
        if (model.provider().equals("offline")) {
            // names are made from summaries, which hold public words only: no vocabulary is needed
            return OfflineModel.of(Set.of());
        }
        throw new MurmurationException(ErrorCode.INVALID_SPEC, "model.provider: only offline answers here");
    }
}

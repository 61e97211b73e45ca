package murmuration.workflows;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import murmuration.clustering.v1.ClusteringServiceGrpc;
import murmuration.embedding.v1.EmbeddingServiceGrpc;
import murmuration.extraction.v1.ExtractionServiceGrpc;
import murmuration.hierarchy.v1.HierarchyServiceGrpc;
import murmuration.privacy.v1.PrivacyServiceGrpc;

/** Every service that runs call, served over real gRPC and scripted. */
final class ScriptedServices implements AutoCloseable {
    private final Server server;
    private final ManagedChannel channel;

    ScriptedServices(Script script) {
        String name = InProcessServerBuilder.generateName();
        try {
            server = InProcessServerBuilder.forName(name)
                    .addService(new ScriptedExtraction(script))
                    .addService(new ScriptedEmbedding(script))
                    .addService(new ScriptedClustering(script))
                    .addService(new ScriptedHierarchy(script))
                    .addService(new ScriptedPrivacy(script))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        channel = InProcessChannelBuilder.forName(name).build();
    }

    WorkflowsWiring.Services stubs() {
        return new WorkflowsWiring.Services(
                ExtractionServiceGrpc.newBlockingStub(channel),
                EmbeddingServiceGrpc.newBlockingStub(channel),
                ClusteringServiceGrpc.newBlockingStub(channel),
                HierarchyServiceGrpc.newBlockingStub(channel),
                PrivacyServiceGrpc.newBlockingStub(channel));
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }
}

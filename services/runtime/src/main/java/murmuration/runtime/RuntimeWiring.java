package murmuration.runtime;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.VectorStore;

/** Builds what every process shares from its configuration. */
@Singleton
public final class RuntimeWiring {
    @Produces
    @Singleton
    VectorStore vectors(RuntimeConfig config) {
        RuntimeConfig.VectorsConfig vectors = config.vectors();
        return vectors.qdrantUrl()
                .<VectorStore>map(url ->
                        new QdrantVectors(QdrantChannel.open(url, vectors.qdrantApiKey()), vectors.qdrantTimeout()))
                .orElseGet(() -> new FileVectors(config.data().resolve("vectors")));
    }

    @Produces
    @Singleton
    DeploymentKey deploymentKey(RuntimeConfig config) {
        return DeploymentKey.ofHex(config.deploymentKey()
                .orElseThrow(() -> new MurmurationException(
                        ErrorCode.INVALID_INPUT, "no deployment key: set MURMURATION_DEPLOYMENT_KEY")));
    }
}

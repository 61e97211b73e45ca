package murmuration.runtime;

import io.opentelemetry.sdk.trace.SpanProcessor;
import io.quarkus.arc.Unremovable;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.logging.Handler;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.VectorStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds what every process shares from its configuration. */
@Singleton
public final class RuntimeWiring {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeWiring.class);

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

    @Produces
    @Singleton
    @GlobalInterceptor
    Drain drain() {
        return new Drain();
    }

    @Produces
    @Singleton
    @Unremovable
    SpanProcessor privateSpans() {
        return new PrivateSpans();
    }

    /** Before anything else that starts may log. */
    void log(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent starting, RuntimeConfig config) {
        if (config.logJson()) {
            for (Handler handler : InitialConfigurator.DELAYED_HANDLER.getHandlers()) {
                handler.setFormatter(new JsonLines());
            }
        }
    }

    /** After a worker of this process, which calls services too, has ended. */
    void end(
            @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent ending,
            Drain drain,
            RuntimeConfig config) {
        if (!drain.await(config.grace())) {
            LOG.info("calls break off: they went on for the whole grace");
        }
    }
}

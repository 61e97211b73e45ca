package murmuration.models;

import io.micrometer.core.instrument.Metrics;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Builds what makes models, from its configuration. */
@Singleton
final class ModelsWiring {
    @Produces
    @Singleton
    ProviderModels models(ModelsConfig config) {
        return new ProviderModels(config, System::getenv, Metrics.globalRegistry);
    }
}

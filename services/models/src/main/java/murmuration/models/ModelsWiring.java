package murmuration.models;

import io.micrometer.core.instrument.Metrics;
import io.opentelemetry.api.GlobalOpenTelemetry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Builds what makes models, from its configuration. */
@Singleton
final class ModelsWiring {
    @Produces
    @Singleton
    ProviderModels models(ModelsConfig config) {
        return new ProviderModels(
                config,
                System::getenv,
                Metrics.globalRegistry,
                // looked for with each call: what sends spans, if anything does, is set up while the process starts
                () -> GlobalOpenTelemetry.getTracer("murmuration.models"));
    }
}

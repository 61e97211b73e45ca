package murmuration.gateway;

import jakarta.inject.Singleton;
import murmuration.core.MurmurationException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while published aggregates can be read. RunService is not asked: while it is away, what is published can still be
 * read, and what needs it is answered with 503; and a probe would wait for it longer than probes may take.
 */
@Readiness
@Singleton
final class GatewayReady implements HealthCheck {
    private final PublishedRows rows;

    GatewayReady(PublishedRows rows) {
        this.rows = rows;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("published").status(answers()).build();
    }

    private boolean answers() {
        try {
            rows.read();
            return true;
        } catch (MurmurationException e) {
            // it is away, which is what was asked
            return false;
        }
    }
}

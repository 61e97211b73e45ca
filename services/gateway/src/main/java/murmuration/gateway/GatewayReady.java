package murmuration.gateway;

import jakarta.inject.Singleton;
import murmuration.core.MurmurationException;
import murmuration.gateway.access.Principal;
import murmuration.gateway.access.Role;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while published aggregates can be read. Whether RunService answers is told and decides nothing: while it is away,
 * what is published can still be read, and what needs it is answered with 503.
 */
@Readiness
@Singleton
final class GatewayReady implements HealthCheck {
    private static final Principal NOBODY = new Principal(Principal.DEFAULT_TENANT, "probe", Role.VIEWER);

    private final PublishedRows rows;
    private final Runs runs;

    GatewayReady(PublishedRows rows, Runs runs) {
        this.rows = rows;
        this.runs = runs.of(NOBODY);
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("gateway");
        boolean published = answers(rows::read);
        boolean service = answers(() -> runs.datasets("", 1));
        return answer.withData("published", published)
                .withData("runs", service)
                .status(published)
                .build();
    }

    private static boolean answers(Runnable call) {
        try {
            call.run();
            return true;
        } catch (MurmurationException e) {
            return false;
        }
    }
}

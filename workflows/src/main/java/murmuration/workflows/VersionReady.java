package murmuration.workflows;

import io.grpc.StatusRuntimeException;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Ready while Temporal gives tasks to our version, so that a rollout lets the former one's workers be until then;
 * always, where we are none. Where Temporal does not say, it is as it was: it asks a workflow of its own, which may be
 * late while all else goes on, and whether Temporal answers at all is for {@link TemporalReady} to say.
 */
final class VersionReady implements HealthCheck {
    private final Optional<WorkerVersion> ours;
    private volatile boolean current;

    VersionReady(Optional<WorkerVersion> ours) {
        this.ours = ours;
        current = ours.isEmpty();
    }

    @Override
    public HealthCheckResponse call() {
        ours.ifPresent(this::look);
        return HealthCheckResponse.named("version").status(current).build();
    }

    private void look(WorkerVersion version) {
        try {
            current = version.isCurrent();
        } catch (StatusRuntimeException e) {
            // it is as it was
        }
    }
}

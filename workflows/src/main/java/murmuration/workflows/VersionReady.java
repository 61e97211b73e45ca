package murmuration.workflows;

import io.grpc.StatusRuntimeException;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Ready while Temporal gives tasks to our version, so that a rollout lets the former one's workers be until then;
 * always, where we are none.
 */
record VersionReady(Optional<WorkerVersion> ours) implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("version")
                .status(ours.map(VersionReady::isCurrent).orElse(true))
                .build();
    }

    private static boolean isCurrent(WorkerVersion version) {
        try {
            return version.isCurrent();
        } catch (StatusRuntimeException e) {
            return false;
        }
    }
}

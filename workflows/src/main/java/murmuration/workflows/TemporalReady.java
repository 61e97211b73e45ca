package murmuration.workflows;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Ready while Temporal answers for our namespace. */
record TemporalReady(WorkflowServiceStubs temporal, String namespace) implements HealthCheck {
    private static final long PATIENCE_SECONDS = 2;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("temporal").status(answers()).build();
    }

    private boolean answers() {
        try {
            temporal.blockingStub()
                    .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(namespace)
                            .build());
            return true;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }
}

package murmuration.workflows;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeWorkerDeploymentRequest;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import murmuration.core.Build;
import murmuration.core.MurmurationException;

/** A version of our worker deployment: Temporal gives tasks to the workers of the current one, and to no others. */
record WorkerVersion(WorkflowServiceStubs temporal, String namespace, WorkerDeploymentVersion version) {
    /** Instead of a build id: whatever this code is called. */
    private static final String OWN = "auto";

    /** What asking again does not change. */
    private static final Set<Status.Code> REFUSALS = Set.of(
            Status.Code.INVALID_ARGUMENT,
            Status.Code.PERMISSION_DENIED,
            Status.Code.UNAUTHENTICATED,
            Status.Code.UNIMPLEMENTED);

    private static final int DIGITS = 12;
    private static final long PATIENCE_SECONDS = 2;
    private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

    /** Which version a worker that is told so is; empty: it takes the tasks of all. */
    static Optional<WorkerDeploymentVersion> of(WorkflowsConfig config, Build build) {
        return config.buildId()
                .map(told -> new WorkerDeploymentVersion(config.deployment(), told.equals(OWN) ? name(build) : told));
    }

    /** The same code has the same name, whatever its image is called. */
    private static String name(Build build) {
        MurmurationException.require(
                build.digest().length() >= DIGITS,
                "murmuration.workflows.build-id is %s, but this was not built by make: do that, or name a version",
                OWN);
        return build.version() + "-" + build.digest().substring(0, DIGITS);
    }

    /** Whether its workers are given tasks. Fails where Temporal is away. */
    boolean isCurrent() {
        try {
            var current = temporal.blockingStub()
                    .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .describeWorkerDeployment(DescribeWorkerDeploymentRequest.newBuilder()
                            .setNamespace(namespace)
                            .setDeploymentName(version.getDeploymentName())
                            .build())
                    .getWorkerDeploymentInfo()
                    .getRoutingConfig()
                    .getCurrentDeploymentVersion();
            return current.getBuildId().equals(version.getBuildId());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                // no worker of any version has asked for tasks yet
                return false;
            }
            throw e;
        }
    }

    /**
     * Makes it the current one, as soon as a worker of it has asked for tasks: before that Temporal does not know it. Fails
     * where Temporal refuses, or where this is so, or Temporal away, for longer than that.
     */
    void makeCurrent(Duration patience) {
        long began = System.nanoTime();
        while (true) {
            try {
                var _ = temporal.blockingStub()
                        .setWorkerDeploymentCurrentVersion(SetWorkerDeploymentCurrentVersionRequest.newBuilder()
                                .setNamespace(namespace)
                                .setDeploymentName(version.getDeploymentName())
                                .setBuildId(version.getBuildId())
                                .setIdentity("make-current")
                                .build());
                return;
            } catch (StatusRuntimeException e) {
                if (REFUSALS.contains(e.getStatus().getCode()) || System.nanoTime() - began >= patience.toNanos()) {
                    throw e;
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}

package murmuration.workflows;

import io.grpc.StatusRuntimeException;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import murmuration.core.Build;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/**
 * The job of a rollout: once a worker of this version asks for tasks, it makes the version the current one. It goes by
 * the settings of a worker, and needs nothing but Temporal. May run again.
 */
public final class MakeCurrent {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private MakeCurrent() {}

    /**
     * Makes it current at the Temporal that the environment names; ends with 1 where it is not then, with 2 where it is
     * told too much.
     *
     * @param args none
     */
    public static void main(String... args) {
        if (args.length > 0) {
            System.err.println("make-current: takes no argument");
            System.exit(2);
        }
        Logger.getLogger("").setLevel(Level.WARNING);
        try {
            SmallRyeConfig settings = settings();
            System.out.println("make-current: "
                    + make(
                            settings.getConfigMapping(TemporalConfig.class),
                            settings.getConfigMapping(WorkflowsConfig.class),
                            PATIENCE));
        } catch (StatusRuntimeException e) {
            System.err.println(
                    "make-current: Temporal says "
                            + e.getStatus().getCode()
                            + "; where that is NOT_FOUND or FAILED_PRECONDITION, no worker of this version has asked for tasks");
            System.exit(1);
        } catch (MurmurationException e) {
            System.err.println("make-current: " + e.getMessage());
            System.exit(1);
        }
        // whatever threads its channel has left
        System.exit(0);
    }

    /** What a worker in this environment goes by. */
    static SmallRyeConfig settings() {
        return ConfigUtils.configBuilder()
                .withMapping(TemporalConfig.class)
                .withMapping(WorkflowsConfig.class)
                .build();
    }

    /**
     * Gives what can be said of it then.
     *
     * @param patience how long it waits for a worker
     */
    static String make(TemporalConfig config, WorkflowsConfig workflows, Duration patience) {
        WorkerDeploymentVersion version = WorkerVersion.of(workflows, Build.THIS)
                .orElseThrow(() -> new MurmurationException(
                        ErrorCode.INVALID_INPUT, "workers are no versions: MURMURATION_WORKFLOWS_BUILD_ID is not set"));
        WorkflowServiceStubs temporal = TemporalChannel.open(config);
        try {
            new WorkerVersion(temporal, config.namespace(), version).makeCurrent(patience);
            return version.getBuildId() + " is the current version";
        } finally {
            temporal.shutdownNow();
        }
    }
}

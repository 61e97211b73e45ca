package murmuration.workflows;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/**
 * The job that registers {@link RunAttributes} where workers may not. It goes by the settings of a worker, and needs nothing
 * but Temporal. May run again: what is registered already stays.
 */
public final class RegisterAttributes {
    private RegisterAttributes() {}

    /**
     * Registers them at the Temporal that the environment names; ends with 1 where they are not there then, with 2 where it is
     * told too much.
     *
     * @param args none
     */
    public static void main(String... args) {
        if (args.length > 0) {
            System.err.println("attributes: takes no argument");
            System.exit(2);
        }
        Logger.getLogger("").setLevel(Level.WARNING);
        try {
            System.out.println("attributes: " + register(settings()));
        } catch (StatusRuntimeException e) {
            System.err.println(
                    "attributes: Temporal does not answer, " + e.getStatus().getCode());
            System.exit(1);
        } catch (MurmurationException e) {
            System.err.println("attributes: " + e.getMessage());
            System.exit(1);
        }
        // whatever threads its channel has left
        System.exit(0);
    }

    /** What a worker in this environment goes by. */
    static TemporalConfig settings() {
        return ConfigUtils.configBuilder()
                .withMapping(TemporalConfig.class)
                .build()
                .getConfigMapping(TemporalConfig.class);
    }

    /** Gives what can be said of it then; fails where one is missing, or Temporal is away. */
    static String register(TemporalConfig config) {
        if (!config.searchAttributes()) {
            return "none are wanted, MURMURATION_TEMPORAL_SEARCH_ATTRIBUTES is not true";
        }
        WorkflowServiceStubs temporal = TemporalChannel.open(config);
        try {
            Map<String, Status.Code> refused = RunAttributes.register(temporal, config.namespace());
            if (!refused.isEmpty()) {
                throw new MurmurationException(
                        ErrorCode.AUTHENTICATION,
                        "Temporal refuses and lists none; register as keywords with more rights, or by its own means: "
                                + refused);
            }
            return "both are there";
        } finally {
            temporal.shutdownNow();
        }
    }
}

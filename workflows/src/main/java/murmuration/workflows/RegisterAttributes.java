package murmuration.workflows;

import io.grpc.StatusRuntimeException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.logging.Level;
import java.util.logging.Logger;
import murmuration.core.MurmurationException;

/** The job that registers what workflows can be found by, where {@link TemporalConfig} says that Temporal is. */
public final class RegisterAttributes {
    private RegisterAttributes() {}

    /** Ends with 1 where Temporal refuses or does not answer, with 2 where a setting is wrong. */
    public static void main(String... args) {
        Logger.getLogger("").setLevel(Level.WARNING);
        TemporalConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .withMapping(TemporalConfig.class)
                .build()
                .getConfigMapping(TemporalConfig.class);
        try {
            WorkflowServiceStubs temporal = TemporalChannel.open(config);
            try {
                RunAttributes.register(temporal, config.namespace());
            } finally {
                temporal.shutdownNow();
            }
        } catch (MurmurationException e) {
            System.err.println("attributes: " + e.getMessage());
            System.exit(2);
        } catch (StatusRuntimeException e) {
            System.err.println("attributes: Temporal at " + config.address() + " answers "
                    + e.getStatus().getCode());
            System.exit(1);
        }
        System.out.println("attributes: MurmurationTenant and MurmurationStage are registered in " + config.namespace());
    }
}

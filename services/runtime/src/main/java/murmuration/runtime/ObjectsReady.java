package murmuration.runtime;

import java.io.IOException;
import murmuration.core.MurmurationException;
import murmuration.core.ObjectStore;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Ready while the store of raw conversations answers: that it has no such object is an answer. */
public record ObjectsReady(ObjectStore store) implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("objects").status(answers()).build();
    }

    private boolean answers() {
        try {
            store.has("ready");
            return true;
        } catch (MurmurationException | IOException e) {
            return false;
        }
    }
}

package murmuration.runtime;

import java.io.IOException;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.VectorStore;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Ready while the store of vectors answers: that it has no such collection is an answer. */
public record VectorsReady(VectorStore store) implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("vectors").status(answers()).build();
    }

    private boolean answers() {
        try {
            store.shards("ready");
            return true;
        } catch (MurmurationException e) {
            return e.code() == ErrorCode.NOT_FOUND;
        } catch (IOException e) {
            return false;
        }
    }
}

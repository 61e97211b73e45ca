package murmuration.core;

import static murmuration.core.MurmurationException.require;

/** Which run, of which tenant: everything that is written belongs to one. */
public record RunKey(String tenant, String runId) {
    public RunKey {
        require(!tenant.isBlank() && !runId.isBlank(), "tenant and run id must be given");
    }
}

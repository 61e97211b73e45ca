package murmuration.workflows.runs;

import static murmuration.core.MurmurationException.require;

/** Which data set, of which tenant. */
public record DatasetKey(String tenant, String datasetId) {
    public DatasetKey {
        require(!tenant.isBlank() && !datasetId.isBlank(), "tenant and data set id must be given");
    }
}

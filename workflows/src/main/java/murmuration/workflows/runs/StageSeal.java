package murmuration.workflows.runs;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a stage computed.
 *
 * @param report what else the manifest tells of it, as the service wrote it: canonical JSON, kept as a text so that no byte changes
 */
public record StageSeal(String digest, Map<String, Long> counts, String report) {
    public StageSeal {
        counts = new TreeMap<>(counts);
    }
}

package murmuration.clustering;

import java.util.Map;

/**
 * What a stage computed.
 *
 * @param counts how many of what
 * @param report what else the manifest tells, JSON without content
 */
record Sealed(String digest, Map<String, Long> counts, String report) {
    Sealed {
        counts = Map.copyOf(counts);
    }
}

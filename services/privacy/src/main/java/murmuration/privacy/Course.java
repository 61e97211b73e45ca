package murmuration.privacy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import murmuration.core.Manifest;

/**
 * What a run has been through until it is published.
 *
 * @param stages what each stage computed
 * @param startedAt RFC 3339
 */
record Course(Map<String, Seal> stages, List<Manifest.Approval> approvals, String startedAt) {
    Course {
        stages = new TreeMap<>(stages);
        approvals = List.copyOf(approvals);
    }

    /** What a stage computed, and its report, as they came. */
    record Seal(String digest, String reportJson) {}
}

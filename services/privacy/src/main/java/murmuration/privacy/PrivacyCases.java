package murmuration.privacy;

import murmuration.core.RunKey;
import murmuration.runtime.Progress;

/** What the service can do, one part per RPC. */
record PrivacyCases(
        SmallClusters smallClusters,
        ClusterReviews reviews,
        Publication publication,
        SafetyResults safetyResults,
        SafetyRows safety,
        ErasureRows erasure) {

    /** Publishes a run, or shows a safety run to those few who may read it. */
    Publication.Published publish(RunKey run, Course course, Progress progress) {
        return safety.lifts(run) ? safetyResults.show(run) : publication.publish(run, course, progress);
    }
}

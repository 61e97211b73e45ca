package murmuration.privacy;

import java.util.List;
import murmuration.core.Question;
import org.jspecify.annotations.Nullable;

/** A cluster of any level as the restricted schema holds it. */
record ClusterRow(
        ClusterKey key,
        String id,
        @Nullable Integer parent,
        String status,
        String reason,
        List<String> avoid,
        int attempts,
        Question.Label label,
        @Nullable Integer rating,
        Point at) {

    /** Its place on the map. */
    record Point(float x, float y) {}

    boolean passed() {
        return status.equals("PASSED");
    }

    /** Whether its name is of words that enough accounts share, since the run's model gave none that stood. */
    boolean hasSharedWords() {
        return attempts > TextReview.OWN_NAMES;
    }

    @Nullable
    ClusterKey parentKey() {
        return parent == null ? null : new ClusterKey(key.level() + 1, parent);
    }
}

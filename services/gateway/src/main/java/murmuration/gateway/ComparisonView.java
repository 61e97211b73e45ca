package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two releases side by side. It is made of what both have published and of nothing else: every number in it is one of theirs.
 *
 * @param notes what a reader must know of the two together
 * @param rows the higher level first; within a level what has changed first, the larger first
 */
public record ComparisonView(Side a, Side b, List<String> notes, List<Row> rows) {
    public ComparisonView {
        notes = List.copyOf(notes);
        rows = List.copyOf(rows);
    }

    /** What has become of a cluster from the first release to the second. */
    public enum Change {
        /** Its share is larger, by more than rounding, noise and chance explain. */
        GROWN,
        /** Its share is smaller, by as much. */
        SHRUNK,
        /** No cluster of the first release is it. */
        NEW,
        /** No cluster of the second release is it. */
        GONE,
        /** It is in both, and nothing more can be said. */
        MATCHED
    }

    /**
     * A release.
     *
     * @param notes what every reader must know of it
     */
    public record Side(
            String run, String name, String publishedAt, String resultDigest, JsonNode notes, JsonNode coverage) {
        static Side of(PublishedRun run) {
            return new Side(
                    run.id(),
                    run.name(),
                    run.publishedAt().toString(),
                    run.resultDigest(),
                    run.notes(),
                    run.coverage());
        }
    }

    /**
     * A cluster of either release, or of both.
     *
     * @param a absent where it is new
     * @param b absent where it is gone
     * @param near of what is new or gone, the cluster of the other release that is nearest, where one is near: it is matched
     *     with another, and may hold this one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Row(
            Change change,
            int level,
            @Nullable Shown a,
            @Nullable Shown b,
            ClusterView.@Nullable Brief near) {
        /** Its conversations, in whichever release has more. */
        long most() {
            return Math.max(a == null ? 0 : a.conversations(), b == null ? 0 : b.conversations());
        }
    }

    /** A cluster as its release shows it. @param parent its nearest published ancestor; absent at the top */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Shown(
            String id,
            @Nullable String parent,
            String name,
            String description,
            long conversations,
            String accountsBand,
            double share) {
        static Shown of(ClusterView cluster) {
            return new Shown(
                    cluster.id(),
                    cluster.parent(),
                    cluster.name(),
                    cluster.description(),
                    cluster.conversations(),
                    cluster.accountsBand(),
                    cluster.share());
        }
    }
}

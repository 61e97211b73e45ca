package murmuration.workflows.runs;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Imported conversations: where they came from, where the import is, and what it made.
 *
 * @param progress records read so far
 * @param expiredAt when its conversations went by retention
 */
public record Dataset(
        DatasetKey key,
        String name,
        Source source,
        DatasetState state,
        Contents contents,
        long progress,
        Failure failure,
        Instant createdAt,
        @Nullable Instant expiredAt) {

    /**
     * What is imported.
     *
     * @param metadataKeys keys to keep beside the deployment's own; their order means nothing
     */
    public record Source(String uri, String format, List<String> metadataKeys) {
        public Source {
            metadataKeys = metadataKeys.stream().distinct().sorted().toList();
        }

        boolean isUpload() {
            return uri.startsWith("upload:");
        }
    }

    /**
     * What an import made. Faults are lines and rules, never content; times are null where the source has none.
     *
     * @param conversations places in the shards; in those of the erased ones nothing is left
     * @param erased conversations that were erased since
     */
    public record Contents(
            String digest,
            long conversations,
            long accounts,
            long withoutAccount,
            int shards,
            Map<String, Long> formats,
            Map<String, Long> quarantined,
            List<String> faults,
            @Nullable Instant firstAt,
            @Nullable Instant lastAt,
            long sizeBytes,
            long erased) {
        public Contents {
            formats = new TreeMap<>(formats);
            quarantined = new TreeMap<>(quarantined);
            faults = List.copyOf(faults);
        }
    }
}

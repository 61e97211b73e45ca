package murmuration.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import murmuration.runtime.CanonicalJson;
import org.jspecify.annotations.Nullable;

/**
 * What is published of a run beside its clusters.
 *
 * @param erasedAt when conversations that it counts were erased last
 */
record PublishedRun(
        String tenant,
        String id,
        String name,
        String datasetId,
        String resultDigest,
        JsonNode manifest,
        JsonNode coverage,
        JsonNode notes,
        Instant publishedAt,
        @Nullable Instant erasedAt) {
    /** The manifest as a document: the same bytes for whoever asks, by whatever way. */
    CanonicalJson document() {
        return CanonicalJson.of(manifest);
    }

    /** What every reader must know of it, and what has become of its data since. */
    @Override
    public JsonNode notes() {
        if (erasedAt == null || !(notes instanceof ArrayNode said)) {
            return notes;
        }
        return said.deepCopy()
                .add("Some of the conversations that are counted here have been erased since, on "
                        + LocalDate.ofInstant(erasedAt, ZoneOffset.UTC) + ".");
    }
}

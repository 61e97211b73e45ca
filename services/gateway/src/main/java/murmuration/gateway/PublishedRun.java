package murmuration.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** What is published of a run beside its clusters. */
record PublishedRun(
        String tenant,
        String id,
        String name,
        String datasetId,
        String resultDigest,
        JsonNode manifest,
        JsonNode coverage,
        JsonNode notes,
        Instant publishedAt) {}

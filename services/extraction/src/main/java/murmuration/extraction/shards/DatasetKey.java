package murmuration.extraction.shards;

import java.util.UUID;

/** Which data set, of which tenant. */
public record DatasetKey(String tenant, UUID id) {}

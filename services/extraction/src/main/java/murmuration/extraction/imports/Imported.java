package murmuration.extraction.imports;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an import made.
 *
 * @param digest over the shards' digests in order
 * @param withoutAccount conversations that name no account
 * @param formats format → conversations
 * @param quarantined rule → records that broke it
 * @param sizeBytes bytes read, decompressed
 * @param faults the first quarantined records, by place and rule
 */
public record Imported(
        String digest,
        long conversations,
        int shards,
        long accounts,
        long withoutAccount,
        SortedMap<String, Long> formats,
        SortedMap<String, Long> quarantined,
        @Nullable Instant firstAt,
        @Nullable Instant lastAt,
        long sizeBytes,
        List<String> faults) {}

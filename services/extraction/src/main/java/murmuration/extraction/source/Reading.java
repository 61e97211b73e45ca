package murmuration.extraction.source;

import static murmuration.core.MurmurationException.require;

import java.util.List;
import java.util.Set;

/**
 * How a source is to be read.
 *
 * @param format a format's id, or {@code auto}
 * @param metadataKeys the keys that are kept, each {@code metadata.<key>} or {@code labels.<key>}
 * @param accountFields fields that name the account where the format itself has none, the first one given wins
 * @param maxRecordBytes longer records are skipped
 */
public record Reading(String format, Set<String> metadataKeys, List<String> accountFields, int maxRecordBytes) {
    /** The format is found out from the content. */
    public static final String AUTO = "auto";

    public Reading {
        require(maxRecordBytes >= 1024, "a record may have 1024 bytes or more, not %d", maxRecordBytes);
        metadataKeys = Set.copyOf(metadataKeys);
        accountFields = List.copyOf(accountFields);
    }
}

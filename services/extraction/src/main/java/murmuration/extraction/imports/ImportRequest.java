package murmuration.extraction.imports;

import java.util.List;
import murmuration.extraction.shards.DatasetKey;

/**
 * What is to be imported.
 *
 * @param uri {@code upload:<id>}, or a path under an allowed root
 * @param format {@code auto}, or the name of a format
 * @param metadataKeys keys to keep beside the deployment's own
 */
public record ImportRequest(DatasetKey dataset, String uri, String format, List<String> metadataKeys) {
    public ImportRequest {
        metadataKeys = List.copyOf(metadataKeys);
    }
}

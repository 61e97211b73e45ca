package murmuration.extraction.imports;

import java.util.List;

/**
 * What a deployment says of imports.
 *
 * @param metadataKeys keys that are always kept
 * @param accountFields fields that name the account where the format has none of its own
 * @param maxRecordBytes longer records are skipped
 */
public record ImportSettings(List<String> metadataKeys, List<String> accountFields, int maxRecordBytes) {
    public ImportSettings {
        metadataKeys = List.copyOf(metadataKeys);
        accountFields = List.copyOf(accountFields);
    }
}

package murmuration.extraction.source;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Set;

/** ShareGPT: {@code id, conversations} of {@code from} and {@code value}. */
final class ShareGpt implements Format {
    @Override
    public String id() {
        return "sharegpt";
    }

    @Override
    public boolean fits(Set<String> keys) {
        return keys.contains("conversations");
    }

    @Override
    public void read(String field, JsonParser json, Draft draft) throws IOException {
        switch (field) {
            case "id" -> draft.readId(json);
            case "conversations" -> Messages.read(json, draft);
            case "metadata" -> draft.readMetadata("metadata", json);
            default -> draft.readUnknown(field, json);
        }
    }
}

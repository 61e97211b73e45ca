package murmuration.extraction.source;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Set;

/** Evaluation data: {@code id, account_id, created_at, ended_at, messages, labels}. */
final class Shared implements Format {
    @Override
    public String id() {
        return "shared";
    }

    @Override
    public boolean fits(Set<String> keys) {
        return keys.contains("messages") && keys.contains("id");
    }

    @Override
    public void read(String field, JsonParser json, Draft draft) throws IOException {
        switch (field) {
            case "id" -> draft.readId(json);
            case "account_id" -> draft.readAccount(json);
            case "created_at" -> draft.readStart(json);
            case "ended_at" -> draft.readEnd(json);
            case "messages" -> Messages.read(json, draft);
            case "labels" -> draft.readMetadata("labels", json);
            case "metadata" -> draft.readMetadata("metadata", json);
            default -> draft.readUnknown(field, json);
        }
    }
}

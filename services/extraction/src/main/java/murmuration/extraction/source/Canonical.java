package murmuration.extraction.source;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Set;

/** Our own record: {@code conversation_id, account_id, started_at, ended_at, model, language, metadata, labels, messages}. */
final class Canonical implements Format {
    @Override
    public String id() {
        return "canonical";
    }

    @Override
    public boolean fits(Set<String> keys) {
        return keys.contains("messages") && keys.contains("conversation_id");
    }

    @Override
    public void read(String field, JsonParser json, Draft draft) throws IOException {
        switch (field) {
            case "conversation_id" -> draft.readId(json);
            case "account_id" -> draft.readAccount(json);
            case "started_at" -> draft.readStart(json);
            case "ended_at" -> draft.readEnd(json);
            case "messages" -> Messages.read(json, draft);
            case "labels" -> draft.readMetadata("labels", json);
            case "metadata" -> draft.readMetadata("metadata", json);
            default -> draft.readUnknown(field, json);
        }
    }
}

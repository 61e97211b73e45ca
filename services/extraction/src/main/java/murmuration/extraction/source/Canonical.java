package murmuration.extraction.source;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Set;

/**
 * Our own record: {@code conversation_id, account_id, started_at, ended_at, model, language, metadata, labels, messages}.
 *
 * <p>The first record decides for its file. So this reads what any record with {@code messages} may have beside them, and the
 * formats of such records differ in their names.
 */
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
            case "id" -> draft.readOtherId(json);
            case "account_id" -> draft.readAccount(json);
            case "started_at" -> draft.readStart(json);
            case "created_at" -> draft.readOtherStart(json);
            case "ended_at" -> draft.readEnd(json);
            case "messages" -> Messages.read(json, draft);
            case "labels" -> draft.readMetadata("labels", json);
            case "metadata" -> draft.readMetadata("metadata", json);
            default -> draft.readUnknown(field, json);
        }
    }
}

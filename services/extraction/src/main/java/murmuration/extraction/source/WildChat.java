package murmuration.extraction.source;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Set;

/** WildChat rows: the account is the hashed address, on the row or on its user turns. */
final class WildChat implements Format {
    @Override
    public String id() {
        return "wildchat";
    }

    @Override
    public boolean fits(Set<String> keys) {
        return keys.contains("conversation")
                && (keys.contains("conversation_hash") || keys.contains("hashed_ip") || keys.contains("timestamp"));
    }

    @Override
    public void read(String field, JsonParser json, Draft draft) throws IOException {
        switch (field) {
            case "conversation_hash", "conversation_id" -> draft.readId(json);
            case "hashed_ip" -> draft.readAccount(json);
            case "timestamp" -> draft.readTurnTime(json);
            case "conversation" -> Messages.read(json, draft);
            default -> draft.readUnknown(field, json);
        }
    }
}

package murmuration.extraction.source;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Set;

/** LMSYS-Chat-1M rows: no account and no time. */
final class Lmsys implements Format {
    @Override
    public String id() {
        return "lmsys";
    }

    @Override
    public boolean fits(Set<String> keys) {
        return keys.contains("conversation");
    }

    @Override
    public void read(String field, JsonParser json, Draft draft) throws IOException {
        switch (field) {
            case "conversation_id" -> draft.readId(json);
            case "conversation" -> Messages.read(json, draft);
            default -> draft.readUnknown(field, json);
        }
    }
}

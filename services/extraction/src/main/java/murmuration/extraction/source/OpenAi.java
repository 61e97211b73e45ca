package murmuration.extraction.source;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Set;

/** OpenAI messages, as for fine-tuning: {@code messages}, and perhaps an account in a configured field. */
final class OpenAi implements Format {
    @Override
    public String id() {
        return "openai";
    }

    @Override
    public boolean fits(Set<String> keys) {
        return keys.contains("messages");
    }

    @Override
    public void read(String field, JsonParser json, Draft draft) throws IOException {
        switch (field) {
            case "id" -> draft.readId(json);
            case "messages" -> Messages.read(json, draft);
            case "metadata" -> draft.readMetadata("metadata", json);
            default -> draft.readUnknown(field, json);
        }
    }
}

package murmuration.extraction.source;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Set;

/** OpenAI messages, as for fine-tuning: {@code messages}, perhaps an {@code id}, and what else a canonical record has. */
final class OpenAi implements Format {
    private final Format canonical = new Canonical();

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
        canonical.read(field, json, draft);
    }
}

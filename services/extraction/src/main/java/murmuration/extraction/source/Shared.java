package murmuration.extraction.source;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Set;

/** Evaluation data: {@code id, created_at}, and what else a canonical record has. */
final class Shared implements Format {
    private final Format canonical = new Canonical();

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
        if (field.equals("created_at")) {
            draft.requireTime(json);
        }
        canonical.read(field, json, draft);
    }
}

package murmuration.extraction.source;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Set;

/** LMSYS-Chat-1M rows: no account and no time, unless rows of WildChat stand among them. */
final class Lmsys implements Format {
    private final Format wildChat = new WildChat();

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
        wildChat.read(field, json, draft);
    }
}

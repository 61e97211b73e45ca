package murmuration.extraction.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Reads a list of messages. The formats differ in a message's keys only ({@code role, content} or {@code from, value}),
 * and those do not clash, so one reader takes all of them.
 */
final class Messages {
    private Messages() {}

    static void read(JsonParser json, Draft draft) throws IOException {
        if (!draft.turns().isEmpty()) {
            draft.reject(Rule.REPEATED_KEY);
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            draft.reject(Rule.NO_MESSAGES);
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                message(json, draft);
            } else {
                json.skipChildren();
                draft.reject(Rule.MALFORMED_MESSAGE);
            }
        }
    }

    private static void message(JsonParser json, Draft draft) throws IOException {
        Message message = new Message();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "role", "from" -> message.role(Scalars.text(json).orElse(""));
                case "content", "value" -> Contents.read(json, message.once(field));
                case "tool_calls" -> Contents.readToolCalls(json, message.once(field));
                case "function_call" -> Contents.readToolCall(json, message.once(field));
                case "at", "created_at", "timestamp" -> draft.readTurnTime(json);
                case "hashed_ip" -> draft.readAccount(json);
                default -> json.skipChildren();
            }
        }
        message.addTo(draft);
    }
}

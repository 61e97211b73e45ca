package murmuration.extraction.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/** Reads what a message holds: a string, nothing, or a list of parts; of calls the name and of attachments the type. */
final class Contents {
    private Contents() {}

    static void read(JsonParser json, Message message) throws IOException {
        switch (json.currentToken()) {
            case VALUE_STRING -> message.say(json.getText());
            case VALUE_NULL -> {}
            case START_ARRAY -> {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    part(json, message);
                }
            }
            case START_OBJECT -> part(json, message);
            default -> message.malformed();
        }
    }

    private static void part(JsonParser json, Message message) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            message.say(json.getText());
            return;
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            message.malformed();
            return;
        }
        String type = "";
        String text = "";
        Optional<String> name = Optional.empty();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "type" -> type = Scalars.text(json).orElse("");
                case "text", "refusal" -> text = Scalars.text(json).orElse(text);
                case "name" -> name = Scalars.text(json);
                default -> json.skipChildren();
            }
        }
        switch (type) {
            case "", "text", "input_text", "output_text", "refusal" -> message.say(text);
            case "tool_call", "tool_use", "function" -> message.call(name.orElse("tool"));
            case "thinking", "reasoning", "redacted_thinking", "tool_result" -> {}
            default -> message.attach(type);
        }
    }

    static void readToolCalls(JsonParser json, Message message) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            readToolCall(json, message);
        }
    }

    /** One call: {@code {name}} or {@code {function: {name}}}. */
    static void readToolCall(JsonParser json, Message message) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        Optional<String> name = Optional.empty();
        boolean inner = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            if (field.equals("name")) {
                name = Scalars.text(json);
            } else if (field.equals("function") && json.currentToken() == JsonToken.START_OBJECT) {
                readToolCall(json, message);
                inner = true;
            } else {
                json.skipChildren();
            }
        }
        if (!inner) {
            message.call(name.orElse("tool"));
        }
    }
}

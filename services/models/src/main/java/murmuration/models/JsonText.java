package murmuration.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the JSON objects in what a model said: alone, in a fence, with prose around, one after the other, with trailing
 * commas, single quotes, comments or bare line ends in texts.
 */
final class JsonText {
    private static final JsonMapper TOLERANT = JsonMapper.builder()
            .enable(
                    JsonReadFeature.ALLOW_TRAILING_COMMA,
                    JsonReadFeature.ALLOW_SINGLE_QUOTES,
                    JsonReadFeature.ALLOW_JAVA_COMMENTS,
                    JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    /** By which models end what they think before they answer, where their server leaves it in the answer. */
    private static final String THOUGHT = "</think>";

    private JsonText() {}

    /** Every object that does not lie in another one, in the order in which they stand; of what was thought before, none. */
    static List<JsonNode> objects(String text) {
        int thought = text.lastIndexOf(THOUGHT);
        List<JsonNode> said = thought < 0 ? List.of() : all(text.substring(thought + THOUGHT.length()));
        // an answer may speak of such a mark itself
        return said.isEmpty() ? all(text) : said;
    }

    private static List<JsonNode> all(String text) {
        List<JsonNode> objects = new ArrayList<>();
        int at = text.indexOf('{');
        while (at >= 0) {
            int end = end(text, at);
            Optional<JsonNode> object = end < 0 ? Optional.empty() : parsed(text.substring(at, end));
            object.ifPresent(objects::add);
            at = text.indexOf('{', object.isPresent() ? end : at + 1);
        }
        return objects;
    }

    /** After the brace that closes the one at {@code start}; -1 where none does. */
    private static int end(String text, int start) {
        int depth = 0;
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '{') {
                depth++;
            } else if (!quoted && c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private static Optional<JsonNode> parsed(String text) {
        try {
            return Optional.of(TOLERANT.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}

package murmuration.extraction.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads simple JSON values; whatever else stands there is passed over. */
final class Scalars {
    private Scalars() {}

    /** A string, number or truth value as text. */
    static Optional<String> text(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL || token == null || !token.isScalarValue()) {
            json.skipChildren();
            return Optional.empty();
        }
        return Optional.of(json.getText());
    }

    /** The same, or each of a list. */
    static List<String> texts(JsonParser json) throws IOException {
        List<String> texts = new ArrayList<>();
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                text(json).ifPresent(texts::add);
            }
        } else {
            text(json).ifPresent(texts::add);
        }
        return texts;
    }

    /** The text without what UTF-8 or the database cannot hold: lone surrogates and NUL become replacement characters. */
    static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return cleaned(text);
            }
        }
        return text;
    }

    private static String cleaned(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}

package murmuration.models;

import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.util.List;

/**
 * What an answer has to look like.
 *
 * @param text the same as a text, which tells it from every other
 */
public record Schema(JsonObjectSchema object, String text) {
    /** This schema. */
    static Schema of(JsonObjectSchema object) {
        return new Schema(object, object.toString());
    }

    /** A schema in which every property must be there and no other may be. */
    static Schema closed(JsonObjectSchema.Builder properties, List<String> names) {
        return of(properties.required(names).additionalProperties(false).build());
    }
}

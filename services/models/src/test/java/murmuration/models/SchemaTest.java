package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTest {
    /** It is the library's text, and part of the key of each answer: where it changes, all that is stored is asked again. */
    @Test
    void theTextThatAnswersAreStoredUnderStays() {
        Schema schema = Schema.closed(
                JsonObjectSchema.builder().addStringProperty("reason").addIntegerProperty("rating"),
                List.of("reason", "rating"));
        assertThat(schema.text())
                .isEqualTo(
                        "JsonObjectSchema {description = null, properties = {reason=JsonStringSchema {description = null },"
                                + " rating=JsonIntegerSchema {description = null }}, required = [reason, rating],"
                                + " additionalProperties = false, definitions = {} }");
    }
}

package murmuration.gateway.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import java.util.Set;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/** The JSON Schema of a spec, generated from {@link SpecForm}. */
public final class SpecSchema {
    private static final Set<String> REQUIRED =
            Set.of("SpecForm.dataset", "CustomFacet.id", "CustomFacet.type", "CustomFacet.question", "Screen.question");

    private SpecSchema() {}

    /** The schema, draft 2020-12. */
    public static JsonNode generate() {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        Json.mapper(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(
                        Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                        Option.INLINE_ALL_SCHEMAS,
                        Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES);
        config.forFields()
                .withRequiredCheck(field -> REQUIRED.contains(
                        field.getDeclaringType().getErasedType().getSimpleName() + "." + field.getName()))
                .withInstanceAttributeOverride(SpecSchema::describe);
        ObjectNode schema = new SchemaGenerator(config.build()).generateSchema(SpecForm.class);
        schema.put("title", "Murmuration run spec");
        return schema;
    }

    private static void describe(ObjectNode node, FieldScope field, SchemaGenerationContext context) {
        @Nullable Says says = field.getAnnotation(Says.class);
        if (says == null) {
            return;
        }
        if (field.isFakeContainerItemScope()) {
            if (!says.pattern().isEmpty()) {
                node.put("pattern", says.pattern());
            }
            return;
        }
        node.put("description", says.value());
        if (!says.otherwise().isEmpty()) {
            node.set("default", json(says.otherwise()));
        }
        Class<?> type = field.getType().getErasedType();
        if (type == Object.class) {
            ArrayNode either = node.putArray("anyOf");
            words(either.addObject(), says);
            range(either.addObject().put("type", "integer"), says);
        } else if (Number.class.isAssignableFrom(type)) {
            range(node, says);
        } else if (says.words().length > 0) {
            words(node, says);
        } else if (type == String.class) {
            text(node, says);
        } else if (!Double.isNaN(says.most())) {
            node.put("maxItems", (long) says.most());
        }
    }

    private static void words(ObjectNode node, Says says) {
        ArrayNode words = node.putArray("enum");
        for (String word : says.words()) {
            words.add(word);
            if (word.equals("off")) {
                // which is how most YAML readers take it
                words.add(false);
            }
        }
    }

    private static void range(ObjectNode node, Says says) {
        if (!Double.isNaN(says.least())) {
            node.put("minimum", (long) says.least());
        }
        if (!Double.isNaN(says.most())) {
            node.put("maximum", (long) says.most());
        }
    }

    private static void text(ObjectNode node, Says says) {
        if (!says.pattern().isEmpty()) {
            node.put("pattern", says.pattern());
        }
        if (!Double.isNaN(says.most())) {
            node.put("minLength", 1).put("maxLength", (long) says.most());
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new MurmurationException(ErrorCode.INVALID_INPUT, "a default of the spec is not JSON", e);
        }
    }
}

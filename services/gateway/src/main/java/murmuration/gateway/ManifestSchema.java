package murmuration.gateway;

import com.fasterxml.classmate.ResolvedType;
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
import com.github.victools.jsonschema.generator.TypeScope;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import murmuration.core.Facet;
import murmuration.core.Manifest;
import murmuration.core.Meaning;
import murmuration.core.Purpose;
import murmuration.core.Review;
import murmuration.core.Stage;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/** The JSON Schema of a manifest, generated from {@link Manifest}: what has no place there is refused. */
final class ManifestSchema {
    private static final String DIGEST = "^[0-9a-f]{64}$";

    /** How JSON tells one kind of facet from another. */
    private static final SequencedMap<String, Class<? extends Facet>> FACETS = new TreeMap<>(Map.of(
            "text", Facet.Text.class,
            "category", Facet.Category.class,
            "number", Facet.Number.class,
            "boolean", Facet.Flag.class));

    private ManifestSchema() {}

    /** The schema, draft 2020-12. */
    static JsonNode generate() {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        Json.mapper(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(
                        Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                        Option.INLINE_ALL_SCHEMAS,
                        Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES);
        config.forTypesInGeneral()
                .withSubtypeResolver(ManifestSchema::facets)
                .withTypeAttributeOverride(ManifestSchema::type);
        config.forFields()
                .withRequiredCheck(
                        field -> !field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class))
                .withInstanceAttributeOverride(ManifestSchema::describe);
        ObjectNode schema = new SchemaGenerator(config.build()).generateSchema(Manifest.class);
        schema.put("$id", Manifest.SCHEMA).put("title", "Murmuration manifest");
        return schema;
    }

    private static @Nullable List<ResolvedType> facets(ResolvedType declared, SchemaGenerationContext context) {
        return declared.getErasedType() == Facet.class
                ? FACETS.values().stream()
                        .map(kind -> context.getTypeContext().resolveSubtype(declared, kind))
                        .toList()
                : null;
    }

    private static void type(ObjectNode node, TypeScope scope, SchemaGenerationContext context) {
        Class<?> type = scope.getType().getErasedType();
        FACETS.forEach((name, kind) -> {
            if (kind == type && node.path("properties") instanceof ObjectNode properties) {
                properties.putObject("type").put("const", name);
                node.withArray("required").add("type");
            }
        });
        if (Map.class.isAssignableFrom(type)) {
            Class<?> keys =
                    scope.getType().typeParametersFor(Map.class).getFirst().getErasedType();
            names(node, keys);
        }
    }

    private static void names(ObjectNode node, Class<?> keys) {
        if (keys == Purpose.class) {
            names(node, Purpose.values());
        } else if (keys == Review.Reason.class) {
            names(node, Review.Reason.values());
        }
    }

    private static void names(ObjectNode node, Enum<?>[] keys) {
        ArrayNode names = node.putObject("propertyNames").putArray("enum");
        Stream.of(keys).map(Enum::name).forEach(names::add);
    }

    private static void describe(ObjectNode node, FieldScope field, SchemaGenerationContext context) {
        if (field.isFakeContainerItemScope()) {
            return;
        }
        @Nullable Meaning meaning = field.getAnnotation(Meaning.class);
        if (meaning != null) {
            node.put("description", meaning.value());
        }
        switch (field.getName()) {
            case "schema" -> node.put("const", Manifest.SCHEMA);
            case "stages" ->
                node.putObject("propertyNames")
                        .put(
                                "pattern",
                                Stream.of(Stage.values())
                                        .map(Enum::name)
                                        .collect(Collectors.joining("|", "^(", ")(\\.[0-9]+)?$")));
            case "resultDigest", "datasetDigest", "specDigest" -> node.put("pattern", DIGEST);
            default -> {
                // its type says all
            }
        }
    }
}

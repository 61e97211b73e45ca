package murmuration.privacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import murmuration.core.Phrase;
import murmuration.core.StageReport;
import murmuration.runtime.CpuFamily;
import murmuration.runtime.Json;

/**
 * Cleans what stages report before it is shown: only what has a place in a {@link StageReport} is left, which has none for
 * numbers of conversations, so that nothing but the coverage says how many of them ended where. Texts are left out but for
 * those of closed lists and those that the manifest tells elsewhere, whoever reports them; scores are rounded.
 */
final class StageReports {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectReader REPORT =
            Json.mapper().readerFor(StageReport.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Set<String> known;

    /** @param elsewhere what the manifest tells beside them: the texts in it may stand in reports too */
    StageReports(List<?> elsewhere) {
        Stream<String> stopped = Stream.of(StageReport.Stopped.values()).map(Enum::name);
        known = Stream.concat(stopped, texts(Json.mapper().valueToTree(elsewhere)))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toSet());
    }

    private static Stream<String> texts(JsonNode node) {
        return node.isTextual()
                ? Stream.of(node.textValue())
                : node.valueStream().flatMap(StageReports::texts);
    }

    /** What may be shown of the report; nothing where it cannot be read. */
    StageReport cleaned(String json) {
        if (json.isBlank()) {
            return StageReport.NOTHING;
        }
        try {
            return REPORT.readValue(cleaned(Json.mapper().readTree(json)));
        } catch (JsonProcessingException e) {
            return StageReport.NOTHING;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private JsonNode cleaned(JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = NODES.objectNode();
            node.properties().stream()
                    .filter(entry -> isTold(entry.getValue()))
                    .forEach(entry -> object.set(entry.getKey(), cleaned(entry.getValue())));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = NODES.arrayNode();
            node.valueStream().filter(this::isTold).forEach(element -> array.add(cleaned(element)));
            return array;
        }
        return node.isFloatingPointNumber() ? NODES.numberNode(Math.rint(node.doubleValue() * 100) / 100) : node;
    }

    private boolean isTold(JsonNode node) {
        String text = node.asText();
        return !node.isTextual()
                || known.contains(text)
                || Phrase.isSaid(text)
                || Stream.of(text.split(", ", -1)).allMatch(CpuFamily::isName);
    }
}

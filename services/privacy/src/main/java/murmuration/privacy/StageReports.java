package murmuration.privacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import murmuration.runtime.Json;

/** Cleans what stages report before it is shown: counts are rounded, shares coarse, long or conspicuous texts left out. */
final class StageReports {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Parameters, not counts of conversations. */
    private static final Set<String> EXACT =
            Set.of("k", "d", "dimension", "seed", "level", "levels", "iterations", "chosen");

    private static final int LONGEST = 200;

    private final SizeRules rules;
    private final Audit audit;

    StageReports(SizeRules rules, Audit audit) {
        this.rules = rules;
        this.audit = audit;
    }

    /** The report without exact counts; empty where it cannot be read. */
    JsonNode cleaned(String json) {
        if (json.isBlank()) {
            return NODES.objectNode();
        }
        try {
            return cleaned("", Json.mapper().readTree(json));
        } catch (JsonProcessingException e) {
            return NODES.objectNode();
        }
    }

    private JsonNode cleaned(String key, JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = NODES.objectNode();
            node.properties().forEach(entry -> object.set(entry.getKey(), cleaned(entry.getKey(), entry.getValue())));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = NODES.arrayNode();
            node.forEach(element -> array.add(cleaned(key, element)));
            return array;
        }
        if (node.isIntegralNumber()) {
            return EXACT.contains(key) ? node : NODES.numberNode(rules.nearest(node.longValue()));
        }
        if (node.isNumber()) {
            return NODES.numberNode(Math.rint(node.doubleValue() * 100) / 100);
        }
        boolean plain = !node.isTextual() || (node.textValue().length() <= LONGEST && audit.clean(node.textValue()));
        return plain ? node : NODES.textNode("");
    }
}

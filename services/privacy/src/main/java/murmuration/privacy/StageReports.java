package murmuration.privacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import murmuration.runtime.Json;

/**
 * Cleans what stages report before it is shown: numbers are left out but for parameters and scores, so that nothing but
 * the coverage says how many conversations ended where; and so are long or conspicuous texts.
 */
final class StageReports {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Parameters, scores, and how levels were raised: numbers of clusters and names, not of conversations. */
    private static final Set<String> NUMBERS = Set.of(
            "k",
            "d",
            "dimension",
            "seed",
            "iterations",
            "max",
            "perAccount",
            "target",
            "targets",
            "vocabularyAccounts",
            "transcriptTokens",
            "silhouette",
            "stability",
            "level",
            "children",
            "tries",
            "neighborhoods",
            "proposals",
            "deduplicated",
            "empty",
            "collapsed",
            "parents",
            "exact",
            "embedding",
            "asked",
            "fallback");

    /**
     * What holds counts of conversations only, or what follows from them. Left out by name: keys inside may be a facet's, and
     * a facet may be called as a parameter is.
     */
    private static final Set<String> COUNTS = Set.of("exclusions", "unanswered", "estimate", "usage");

    private static final int LONGEST = 200;

    private final Audit audit;

    StageReports(Audit audit) {
        this.audit = audit;
    }

    /** The report without counts; empty where it cannot be read. */
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
            node.properties().stream()
                    .filter(entry -> !COUNTS.contains(entry.getKey()))
                    .filter(entry -> NUMBERS.contains(entry.getKey()) || !hasNumber(entry.getValue()))
                    .filter(entry -> isTold(entry.getValue()))
                    .forEach(entry -> object.set(entry.getKey(), cleaned(entry.getKey(), entry.getValue())));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = NODES.arrayNode();
            node.valueStream().filter(this::isTold).forEach(element -> array.add(cleaned(key, element)));
            return array;
        }
        return node.isFloatingPointNumber() ? NODES.numberNode(Math.rint(node.doubleValue() * 100) / 100) : node;
    }

    private boolean isTold(JsonNode node) {
        String text = node.asText();
        return !node.isTextual() || (!text.isEmpty() && text.length() <= LONGEST && audit.clean(text));
    }

    private static boolean hasNumber(JsonNode node) {
        return node.isNumber() || (node.isArray() && node.valueStream().anyMatch(JsonNode::isNumber));
    }
}

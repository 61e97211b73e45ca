package murmuration.standalone.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One made-up topic.
 *
 * @param accounts how many accounts it has, 0 where it has many
 * @param weight share of the conversations, or their number at 2,000 where the topic has few accounts
 * @param trend 1 rising, −1 dying, 0 neither
 * @param phrases language → how its requests are made
 */
record Topic(String id, String group, int accounts, int weight, int trend, SortedMap<String, Phrases> phrases) {

    /**
     * How requests are made in one language.
     *
     * @param cores imperative phrases with {slots}
     * @param slots slot → what may stand there
     * @param then what is said in later turns
     */
    record Phrases(List<String> cores, Map<String, List<String>> slots, List<String> then) {
        /** What may stand in a slot. */
        List<String> slot(String name) {
            return Objects.requireNonNull(slots.get(name), name);
        }

        static Phrases of(JsonNode node) {
            Map<String, List<String>> slots = new TreeMap<>();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (field.getValue().isArray()) {
                    slots.put(field.getKey(), strings(field.getValue()));
                }
            }
            return new Phrases(strings(node.path("cores")), slots, strings(node.path("then")));
        }
    }

    /** How its requests are made in a language that it has. */
    Phrases in(String language) {
        return Objects.requireNonNull(phrases.get(language), language);
    }

    static Topic of(String id, String group, JsonNode node) {
        SortedMap<String, Phrases> phrases = new TreeMap<>();
        phrases.put("en", Phrases.of(node));
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getValue().isObject()) {
                phrases.put(field.getKey(), Phrases.of(field.getValue()));
            }
        }
        int trend = node.path("rising").asBoolean() ? 1 : node.path("dying").asBoolean() ? -1 : 0;
        int weight = node.path("weight").asInt(node.path("conversations").asInt());
        return new Topic(id, group, node.path("accounts").asInt(), weight, trend, phrases);
    }

    static List<String> strings(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}

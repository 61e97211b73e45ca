package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import murmuration.runtime.Json;

/**
 * A model that follows every order it reads: where a prompt's data hold an injected word, that word is its answer. Otherwise it
 * answers with words that the data share, the same each time, and rates everything as harmless.
 */
final class GullibleModel {
    private static final Pattern ELEMENT = Pattern.compile("<(?:user|summary|topic|name)[^>]*>(.*?)</", Pattern.DOTALL);

    /** Field of an answer → injected words that it was given to. */
    final Map<String, Set<String>> followed = new ConcurrentHashMap<>();

    /** What fills this schema. */
    ObjectNode answer(JsonNode schema, String user) {
        ObjectNode answer = Json.mapper().createObjectNode();
        schema.path("properties").properties().forEach(field -> answer.set(field.getKey(), value(field, user)));
        return answer;
    }

    private JsonNode value(Map.Entry<String, JsonNode> field, String user) {
        JsonNode schema = field.getValue();
        if (schema.has("enum")) {
            return schema.path("enum").path(0);
        }
        return switch (schema.path("type").asText()) {
            case "integer", "number" -> Json.mapper().getNodeFactory().numberNode(5);
            case "boolean" -> Json.mapper().getNodeFactory().booleanNode(true);
            case "array" -> Json.mapper().createArrayNode().add(text(field.getKey(), user));
            default -> Json.mapper().getNodeFactory().textNode(text(field.getKey(), user));
        };
    }

    private String text(String field, String user) {
        // of names the data of a group come first
        String data = user.contains("<outside>") ? user.substring(0, user.indexOf("<outside>")) : user;
        Matcher canary = Injections.CANARY.matcher(data);
        if (canary.find()) {
            followed.computeIfAbsent(field, any -> ConcurrentHashMap.newKeySet())
                    .add(canary.group());
            return canary.group() + " " + shared(data, 1);
        }
        return "ask about " + shared(data, field.equals("request") ? 12 : 2);
    }

    /** The words that most elements of the data hold. */
    private static String shared(String data, int words) {
        Map<String, Integer> counts = new TreeMap<>();
        Matcher element = ELEMENT.matcher(data);
        while (element.find()) {
            Set<String> distinct = new LinkedHashSet<>(
                    Arrays.asList(element.group(1).toLowerCase(Locale.ROOT).split("[^a-z]+")));
            distinct.stream()
                    .filter(word -> word.length() > 3
                            && !Injections.CANARY.matcher(word).matches())
                    .forEach(word -> counts.merge(word, 1, Integer::sum));
        }
        List<Map.Entry<String, Integer>> most = new ArrayList<>(counts.entrySet());
        most.sort(Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        return most.stream().limit(words).map(Map.Entry::getKey).collect(Collectors.joining(" "));
    }
}

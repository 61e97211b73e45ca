package murmuration.standalone.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the sample is made of: topics, registers, invented people; read from {@code topics.yaml}. */
record Topics(List<Topic> open, List<Topic> few, JsonNode registers, JsonNode personal, List<String> products) {
    static Topics load() {
        try (InputStream in = Topics.class.getResourceAsStream("/murmuration/standalone/sample/topics.yaml")) {
            JsonNode root = new YAMLMapper().readTree(in);
            List<Topic> open = new ArrayList<>();
            for (Map.Entry<String, JsonNode> group : root.path("groups").properties()) {
                for (Map.Entry<String, JsonNode> topic : group.getValue().properties()) {
                    open.add(Topic.of(topic.getKey(), group.getKey(), topic.getValue()));
                }
            }
            List<Topic> few = new ArrayList<>();
            for (Map.Entry<String, JsonNode> topic : root.path("few").properties()) {
                few.add(Topic.of(topic.getKey(), "few", topic.getValue()));
            }
            return new Topics(
                    open, few, root.path("registers"), root.path("personal"), Topic.strings(root.path("products")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How well a run found topics that are known: where the facet {@code labels.topic} is published, a topic counts as found
 * if it holds more than half of some base cluster.
 */
final class Score {
    private static final String FACET = "labels.topic";

    private Score() {}

    /** Prints the score where there is something to score; reads published cells only. */
    static void print(Api api, String runId) {
        JsonNode cells = api.get("/runs/" + runId + "/clusters?level=0&limit=1000");
        SortedSet<String> found = new TreeSet<>();
        SortedSet<String> known = new TreeSet<>();
        for (JsonNode cluster : cells.path("items")) {
            JsonNode detail =
                    api.get("/runs/" + runId + "/clusters/" + cluster.path("id").asText());
            for (JsonNode breakdown : detail.path("breakdowns")) {
                if (!breakdown.path("facet").asText().equals(FACET)) {
                    continue;
                }
                for (JsonNode cell : breakdown.path("cells")) {
                    String topic = cell.path("value").asText();
                    known.add(topic);
                    if (2 * cell.path("conversations").asLong()
                                    > detail.path("conversations").asLong()
                            && !topic.equals("other")) {
                        found.add(topic);
                    }
                }
            }
        }
        if (!known.isEmpty()) {
            Terminal.out().println("  known topics found: " + found.size() + " (" + String.join(", ", found) + ")");
        }
    }
}

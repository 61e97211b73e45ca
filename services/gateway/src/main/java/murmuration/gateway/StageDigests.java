package murmuration.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import murmuration.core.Stage;
import murmuration.gateway.ReplayView.Difference;
import murmuration.gateway.ReplayView.Unknown;

/**
 * What the stages of two runs computed, compared in the order in which they are gone through.
 *
 * @param first the first that computed something else; empty where none did
 */
record StageDigests(String first, List<Difference> differences, List<Unknown> unknown) {
    private static final String OTHER_KEYS =
            "their digests are made with the deployment's key, and those of two keys say nothing about each other";
    private static final String CAUSED = "the first stage that computed something else: see what differs before it";
    /** A manifest names the build of the process that published, where that is known, and of no other. */
    private static final String STORED =
            "the first stage that computed something else, while nothing else is known to differ: a stored answer"
                    + " or vector was changed or is gone, or a service ran another build";

    private static final String FOLLOWS = "follows from the stages before it";

    StageDigests {
        differences = List.copyOf(differences);
        unknown = List.copyOf(unknown);
    }

    /** @param causes what differs of what they come from */
    static StageDigests compared(JsonNode was, JsonNode is, List<Difference> causes) {
        if (!was.path("deploymentKey").equals(is.path("deploymentKey"))) {
            return new StageDigests("", List.of(), List.of(new Unknown("stages", OTHER_KEYS)));
        }
        List<Difference> differences = new ArrayList<>();
        String first = "";
        for (String stage : stages(was.path("stages"), is.path("stages"))) {
            JsonNode before = was.path("stages").path(stage).path("digest");
            JsonNode after = is.path("stages").path(stage).path("digest");
            if (!before.equals(after)) {
                String why = !first.isEmpty() ? FOLLOWS : causes.isEmpty() ? STORED : CAUSED;
                differences.add(new Difference("stage " + stage, Origins.shown(before), Origins.shown(after), why));
                first = first.isEmpty() ? stage : first;
            }
        }
        return new StageDigests(first, differences, List.of());
    }

    /** Whether all are known to have computed the same. */
    boolean same() {
        return differences.isEmpty() && unknown.isEmpty();
    }

    /** Stages and the levels of some, in the order in which they are gone through. */
    private static Set<String> stages(JsonNode was, JsonNode is) {
        Set<String> names = new LinkedHashSet<>();
        for (Stage stage : Stage.values()) {
            Stream.of(was, is)
                    .flatMap(stages -> stages.properties().stream())
                    .map(Map.Entry::getKey)
                    .filter(name -> name.equals(stage.name()) || name.startsWith(stage + "."))
                    .sorted()
                    .forEach(names::add);
        }
        return names;
    }
}

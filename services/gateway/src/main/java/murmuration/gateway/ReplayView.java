package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import murmuration.core.Stage;
import org.jspecify.annotations.Nullable;

/**
 * How a replay compares with the run that it is of.
 *
 * @param identical whether its result is the same byte for byte, and what each stage computed on the way
 * @param stagesComparable false where the deployment's keys differ: digests of stages are made with them
 * @param firstStage the first stage that computed something else; empty where none did
 * @param erasedAt when conversations that the run counts were erased last: a replay cannot be of the same any more
 * @param differences what differs of what the runs came from, then of what their stages computed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplayView(
        String run,
        String replayOf,
        boolean identical,
        boolean stagesComparable,
        String firstStage,
        @Nullable String erasedAt,
        List<Difference> differences) {
    /** What a run comes from, causes before what follows from them. */
    private static final List<String> ORIGINS = List.of(
            "code",
            "deploymentKey",
            "datasetDigest",
            "specDigest",
            "seed",
            "model",
            "prompts",
            "embedding",
            "minimums",
            "threshold",
            "floor",
            "rounding");

    public ReplayView {
        differences = List.copyOf(differences);
    }

    /** Something that is one in the run and another in its replay. */
    public record Difference(String what, JsonNode was, JsonNode is) {}

    static ReplayView of(PublishedRun run, PublishedRun replay) {
        JsonNode was = run.manifest();
        JsonNode is = replay.manifest();
        List<Difference> differences = new ArrayList<>();
        ORIGINS.forEach(name -> compare(name, was.path(name), is.path(name), differences));
        boolean comparable = was.path("deploymentKey").equals(is.path("deploymentKey"));
        String first = "";
        if (comparable) {
            for (String stage : stages(was.path("stages"), is.path("stages"))) {
                JsonNode before = was.path("stages").path(stage).path("digest");
                JsonNode after = is.path("stages").path(stage).path("digest");
                compare("stage " + stage, before, after, differences);
                first = first.isEmpty() && !before.equals(after) ? stage : first;
            }
        }
        return new ReplayView(
                replay.id(),
                run.id(),
                run.resultDigest().equals(replay.resultDigest()) && first.isEmpty(),
                comparable,
                first,
                run.erasedAt() == null ? null : run.erasedAt().toString(),
                differences);
    }

    private static void compare(String what, JsonNode was, JsonNode is, List<Difference> differences) {
        if (!was.equals(is)) {
            differences.add(new Difference(what, shown(was), shown(is)));
        }
    }

    private static JsonNode shown(JsonNode value) {
        return value.isMissingNode() ? NullNode.getInstance() : value;
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

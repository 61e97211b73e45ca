package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a replay compares with the run that it is of.
 *
 * @param identical whether its result is the same, and, as far as that is known, what each stage computed on the way: where
 *     stages cannot be compared it is not said to be
 * @param sameResult whether the digests of both results are the same: all that is shown of clusters, breakdowns and coverage is
 *     in them; notes, nearest clusters, ids, times and cost are not
 * @param calls of models that the replay has made, exactly
 * @param firstStage the first stage that computed something else; empty where none did, or where that is not known
 * @param erasedAt when conversations that the run counts were erased last: a replay cannot be of the same any more
 * @param expired what of the run has gone by retention, and when: a replay has to do without; null where nothing has
 * @param differences what differs of what the runs came from, then of what their stages computed
 * @param unknown what cannot be compared
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplayView(
        String run,
        String replayOf,
        boolean identical,
        boolean sameResult,
        long calls,
        String firstStage,
        @Nullable String erasedAt,
        @Nullable Map<String, String> expired,
        List<Difference> differences,
        List<Unknown> unknown) {
    public ReplayView {
        differences = List.copyOf(differences);
        unknown = List.copyOf(unknown);
    }

    /**
     * Something that is one in the run and another in its replay; null where one of them does not have it.
     *
     * @param why where it comes from, and what follows from it
     */
    public record Difference(String what, JsonNode was, JsonNode is, String why) {}

    /** Something of which it cannot be said whether it is the same. */
    public record Unknown(String what, String why) {}

    static ReplayView of(PublishedRun run, PublishedRun replay, Map<String, String> expired) {
        Origins origins = Origins.compared(run, replay);
        StageDigests stages = StageDigests.compared(run.manifest(), replay.manifest(), origins.ofStages());
        boolean same = run.resultDigest().equals(replay.resultDigest());
        return new ReplayView(
                replay.id(),
                run.id(),
                same && stages.same(),
                same,
                replay.manifest().path("cost").findValues("calls").stream()
                        .mapToLong(JsonNode::asLong)
                        .sum(),
                stages.first(),
                run.erasedAt() == null ? null : run.erasedAt().toString(),
                expired.isEmpty() ? null : new TreeMap<>(expired),
                both(origins.differences(), stages.differences()),
                both(origins.unknown(), stages.unknown()));
    }

    private static <T> List<T> both(List<T> before, List<T> after) {
        return java.util.stream.Stream.concat(before.stream(), after.stream()).toList();
    }
}

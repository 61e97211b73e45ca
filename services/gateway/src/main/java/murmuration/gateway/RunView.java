package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import murmuration.core.RunState;
import murmuration.runs.v1.Run;
import murmuration.runs.v1.StageProgress;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/**
 * A run as the API shows it.
 *
 * @param reason why it is paused
 * @param stage where it is
 * @param spec the complete spec
 * @param cost what asking language models has cost so far; null where none is asked over the network
 * @param erasedAt when conversations that the published result counts were erased last
 * @param expired what of it has gone since it ended, by retention, and when; null where nothing has
 * @param version names what is shown: another one with each change; the id of its events
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunView(
        String id,
        String name,
        Named dataset,
        String state,
        @Nullable String reason,
        @Nullable String stage,
        List<StageView> stages,
        @Nullable JsonNode spec,
        String specDigest,
        @Nullable Failure error,
        @Nullable String resultDigest,
        int clusters,
        @Nullable String createdAt,
        @Nullable String startedAt,
        @Nullable String endedAt,
        @Nullable String erasedAt,
        @Nullable Map<String, String> expired,
        String startedBy,
        @Nullable CostView cost,
        long version) {

    /** Something by id and name. */
    public record Named(String id, String name) {}

    /** What a run or an import failed with. */
    public record Failure(String code, String message) {}

    /**
     * How far a stage is. It counts while it works, conversations rounded down and none under the run's minimum; how many
     * ended where is for the coverage alone to say, which merges and rounds.
     *
     * @param outcomes OK where as many conversations came through as may be shown, faults that there were, and what five
     *     clusters or more came to, uncounted
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StageView(
            String stage,
            String state,
            @Nullable Long done,
            @Nullable Long total,
            @Nullable String startedAt,
            @Nullable String endedAt,
            List<String> outcomes,
            long retries) {
        static StageView of(StageProgress stage, boolean runEnded) {
            boolean works = !runEnded && stage.getState().equals("RUNNING");
            return new StageView(
                    stage.getStage(),
                    stage.getState(),
                    works ? stage.getDone() : null,
                    works ? stage.getTotal() : null,
                    time(stage.hasStartedAt(), stage.getStartedAt()),
                    time(stage.hasEndedAt(), stage.getEndedAt()),
                    stage.getOutcomesMap().keySet().stream().sorted().toList(),
                    stage.getRetries());
        }
    }

    static RunView of(Run run) {
        boolean ended = RunState.valueOf(run.getState()).ended();
        return new RunView(
                run.getId(),
                run.getName(),
                new Named(run.getDatasetId(), run.getDatasetName()),
                run.getState(),
                orNull(run.getReason()),
                orNull(run.getStage()),
                run.getStagesList().stream()
                        .map(stage -> StageView.of(stage, ended))
                        .toList(),
                run.getSpecJson().isEmpty() ? null : Json.read(run.getSpecJson(), JsonNode.class),
                run.getSpecDigest(),
                failure(run.getErrorCode(), run.getErrorMessage()),
                orNull(run.getResultDigest()),
                run.getClusters(),
                time(run.hasCreatedAt(), run.getCreatedAt()),
                time(run.hasStartedAt(), run.getStartedAt()),
                time(run.hasEndedAt(), run.getEndedAt()),
                time(run.hasErasedAt(), run.getErasedAt()),
                run.getExpiredMap().isEmpty() ? null : new TreeMap<>(run.getExpiredMap()),
                run.getStartedBy(),
                CostView.of(run.getCost()),
                run.getVersion());
    }

    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    static @Nullable Failure failure(String code, String message) {
        return code.isEmpty() ? null : new Failure(code, message);
    }

    static @Nullable String time(boolean present, Timestamp time) {
        return present
                ? Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString()
                : null;
    }
}

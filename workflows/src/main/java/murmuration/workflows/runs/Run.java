package murmuration.workflows.runs;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.core.RunState;
import murmuration.core.Stage;
import org.jspecify.annotations.Nullable;

/**
 * One analysis of one data set, as its owner sees it.
 *
 * @param version grows with each change of the run or of its progress
 */
public record Run(
        RunKey key,
        Subject subject,
        RunSpec spec,
        String specDigest,
        Standing standing,
        Failure failure,
        Result result,
        Times times,
        String startedBy,
        List<StageProgress> stages,
        Cost cost,
        long version) {
    public Run {
        stages = List.copyOf(stages);
    }

    /** The run's name, and the data set that it analyzes. */
    public record Subject(String name, String datasetId, String datasetName) {}

    /**
     * Where the run is.
     *
     * @param reason why it is paused: asked, budget, credentials
     * @param stage the stage that it is in; empty before the first
     * @param approved whether a person has said yes to its publishing
     */
    public record Standing(RunState state, Desired desired, String reason, String stage, boolean approved) {}

    /** What the run gave, once it is published. */
    public record Result(String digest, int clusters) {}

    /**
     * When it was asked for, began and ended; and when conversations that its result counts were erased last.
     *
     * @param expired what has gone of it since, by retention, and when, RFC 3339
     */
    public record Times(
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant erasedAt,
            Map<String, String> expired) {
        public Times {
            expired = new TreeMap<>(expired);
        }
    }

    /**
     * How far a stage is.
     *
     * @param state PENDING, RUNNING, DONE or FAILED
     * @param outcomes end state or error code → items
     * @param retries attempts beyond the first
     */
    public record StageProgress(
            Stage stage,
            String state,
            long done,
            long total,
            Map<String, Long> outcomes,
            long retries,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {
        public StageProgress {
            outcomes = new TreeMap<>(outcomes);
        }

        static StageProgress pending(Stage stage) {
            return new StageProgress(stage, "PENDING", 0, 0, Map.of(), 0, null, null);
        }
    }
}

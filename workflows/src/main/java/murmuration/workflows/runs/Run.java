package murmuration.workflows.runs;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import murmuration.core.Digest;
import murmuration.core.EndState;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.core.RunState;
import murmuration.core.Stage;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/** One analysis of one data set, exact; what others see of it is {@link #shown}. */
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
        Cost cost) {
    /** Bits that are left out of a version, so that every reader of JSON takes it whole. */
    private static final int VERSION_SHIFT = 11;

    public Run {
        stages = List.copyOf(stages);
    }

    /** The same with these. */
    Run with(List<StageProgress> otherStages, Cost otherCost) {
        return new Run(
                key, subject, spec, specDigest, standing, failure, result, times, startedBy, otherStages, otherCost);
    }

    /** Without what tells of single conversations: what counts them is floored or rough (docs/privacy.md). */
    Run shown() {
        RunSpec.MinimumsSpec minimums = spec.minimums();
        long drawn = stages.stream()
                .filter(stage -> stage.stage() == Stage.EXTRACT)
                .mapToLong(StageProgress::total)
                .sum();
        return with(
                stages.stream().map(stage -> stage.of(drawn).shown(minimums)).toList(), cost.shown(minimums));
    }

    /**
     * Another one with each change of what anybody is told; a digest, since a count of changes would tell how many calls there
     * were. What is counted and not told is not in it: who tries all numbers that there can be would find it.
     */
    long version() {
        boolean ended = standing.state().ended();
        Run told = with(stages.stream().map(stage -> stage.told(ended)).toList(), cost);
        return new Digest().add(Json.write(told)).number() >>> VERSION_SHIFT;
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
        private static final Set<Stage> OF_CONVERSATIONS =
                Set.of(Stage.IMPORT, Stage.EXTRACT, Stage.EMBED, Stage.CLUSTER);

        /** They go through what was answered; how much that is is for the coverage alone to say. */
        private static final Set<Stage> OF_ANSWERED = Set.of(Stage.EMBED, Stage.CLUSTER);

        /** In so many steps they say how far they are; between these a step is of so many conversations. */
        private static final long FEWEST_STEPS = 20;

        private static final long MOST_STEPS = 1_000;
        private static final long STEP = 250;

        private static final Set<String> FAULTS = names(EndState::isFault);

        /** What conversations were makes these, and nobody counts of how many accounts they are while a run works. */
        private static final Set<String> NOT_TOLD = names(state -> state != EndState.OK && !state.isFault());

        /** Clusters, each of them over the minimums, and shards are counted in fives. */
        private static final int OTHERS = 5;

        public StageProgress {
            outcomes = new TreeMap<>(outcomes);
        }

        static StageProgress pending(Stage stage) {
            return new StageProgress(stage, "PENDING", 0, 0, Map.of(), 0, null, null);
        }

        /** The same in parts of what was drawn, where it goes through what was answered. */
        private StageProgress of(long drawn) {
            if (!OF_ANSWERED.contains(stage) || total == 0) {
                return this;
            }
            long steps = Math.clamp(drawn / STEP, FEWEST_STEPS, MOST_STEPS);
            long gone = steps * Math.min(done, total) / total;
            return new StageProgress(stage, state, drawn * gone / steps, drawn, outcomes, retries, startedAt, endedAt);
        }

        private StageProgress shown(RunSpec.MinimumsSpec minimums) {
            return new StageProgress(
                    stage,
                    state,
                    floored(done, minimums),
                    floored(total, minimums),
                    outcomes(minimums),
                    retries,
                    startedAt,
                    endedAt);
        }

        /** It counts while it works, and names what came of it, uncounted. */
        private StageProgress told(boolean runEnded) {
            boolean works = !runEnded && state.equals("RUNNING");
            Map<String, Long> named = new TreeMap<>();
            outcomes.keySet().forEach(outcome -> named.put(outcome, 0L));
            return new StageProgress(
                    stage, state, works ? done : 0, works ? total : 0, named, retries, startedAt, endedAt);
        }

        private long floored(long count, RunSpec.MinimumsSpec minimums) {
            return OF_CONVERSATIONS.contains(stage) ? minimums.floored(count) : count - count % OTHERS;
        }

        /** Those of a few clusters are left out too: that one was withheld would tell where its conversations ended. */
        private Map<String, Long> outcomes(RunSpec.MinimumsSpec minimums) {
            Map<String, Long> shown = new TreeMap<>();
            outcomes.forEach((outcome, items) -> {
                long counted = floored(items, minimums);
                if (!NOT_TOLD.contains(outcome) && (counted > 0 || FAULTS.contains(outcome))) {
                    shown.put(outcome, counted);
                }
            });
            return shown;
        }

        private static Set<String> names(Predicate<EndState> of) {
            return Stream.of(EndState.values()).filter(of).map(EndState::name).collect(Collectors.toUnmodifiableSet());
        }
    }
}

package murmuration.extraction;

import java.util.SortedMap;
import java.util.TreeMap;
import murmuration.core.Digest;
import murmuration.core.EndState;
import murmuration.core.ErrorCode;
import murmuration.core.Facet;
import murmuration.core.FacetValue;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.models.ReplyRows;
import murmuration.models.RunModels;
import murmuration.models.Usage;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.Progress;

/** Closes extraction: every conversation of the data set ended in exactly one state, and all answers have one digest. */
final class Seals {
    private final Database database;
    private final FrameRows frames;
    private final OutcomeRows outcomes;
    private final RunModels models;
    private final ReplyRows replies;
    private final int transcriptTokens;

    Seals(Database database, RunModels models, ReplyRows replies, int transcriptTokens) {
        this.database = database;
        this.models = models;
        this.replies = replies;
        this.transcriptTokens = transcriptTokens;
        frames = new FrameRows(database);
        outcomes = new OutcomeRows(database);
    }

    /** What extraction came to. @param counts end state → conversations; they sum to the data set */
    record Sealed(String digest, SortedMap<String, Long> counts, Report report) {}

    /** What the manifest tells of it. @param unanswered facet → conversations that ended well without a value of it */
    record Report(String model, Usage usage, int transcriptTokens, SortedMap<String, Long> unanswered) {}

    /** Seals the run's extraction. */
    Sealed seal(RunKey key, Progress progress) {
        Assignment run = Assignment.of(database, key);
        SortedMap<String, Long> counts = new TreeMap<>();
        SortedMap<String, Long> answered = new TreeMap<>();
        Digest digest = new Digest();
        for (int shard = 0; shard < run.shards(); shard++) {
            countFrame(key, shard, counts);
            int number = shard;
            outcomes.scan(key, shard, outcome -> {
                counts.merge(outcome.state().name(), 1L, Long::sum);
                add(digest, number, outcome);
                outcome.values().stream()
                        .map(FacetValue::facet)
                        .distinct()
                        .forEach(facet -> answered.merge(facet, 1L, Long::sum));
            });
            progress.report(shard + 1L, run.shards());
        }
        requireSum(run, counts);
        database.count("facets.conversation", "facets.value");
        Report report = new Report(
                models.of(run).id(), replies.usage(key), transcriptTokens, unanswered(run, counts, answered));
        return new Sealed(digest.hex(), counts, report);
    }

    private void countFrame(RunKey run, int shard, SortedMap<String, Long> counts) {
        byte[] states = frames.states(run, shard)
                .orElseThrow(
                        () -> new MurmurationException(ErrorCode.INVALID_INPUT, "shard " + shard + " was not planned"));
        for (byte state : states) {
            if (state != 0) {
                counts.merge(EndState.of(state).name(), 1L, Long::sum);
            }
        }
    }

    private static void add(Digest digest, int shard, Outcome outcome) {
        digest.add(shard)
                .add(outcome.position())
                .add(outcome.state().number())
                .add(outcome.values().size());
        for (FacetValue value : outcome.values()) {
            digest.add(value.facet()).add(value.value());
        }
    }

    private static void requireSum(Assignment run, SortedMap<String, Long> counts) {
        long sum = counts.values().stream().mapToLong(Long::longValue).sum();
        MurmurationException.require(
                sum == run.conversations(), "not every conversation ended in a state: extraction is not complete");
    }

    private static SortedMap<String, Long> unanswered(
            Assignment run, SortedMap<String, Long> counts, SortedMap<String, Long> answered) {
        long all = counts.getOrDefault(EndState.OK.name(), 0L);
        SortedMap<String, Long> unanswered = new TreeMap<>();
        for (Facet facet : run.spec().facets()) {
            long missing = all - answered.getOrDefault(facet.id(), 0L);
            if (missing > 0) {
                unanswered.put(facet.id(), missing);
            }
        }
        return unanswered;
    }
}

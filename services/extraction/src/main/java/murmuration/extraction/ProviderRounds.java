package murmuration.extraction;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.Purpose;
import murmuration.core.RunKey;
import murmuration.extraction.imports.ShardRows;
import murmuration.extraction.shards.DatasetKey;
import murmuration.extraction.shards.ShardLine;
import murmuration.extraction.shards.ShardReader;
import murmuration.extraction.shards.ShardRef;
import murmuration.extraction.shards.Shards;
import murmuration.models.BatchRound;
import murmuration.models.BatchStep;
import murmuration.models.ProviderBatches;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;

/**
 * Asks a shard's drawn conversations through batches of the provider: first the screen, then the facets of those that passed.
 * Their answers are stored, and found by whoever asks the conversations one by one.
 */
final class ProviderRounds {
    private final Database database;
    private final Shards shards;
    private final ShardRows shardRows;
    private final FrameRows frames;
    private final BatchModels models;
    private final Asking asking;

    /** How questions are put. @param poll how long a young batch is left alone; an older one up to five times as long */
    record Asking(int transcriptTokens, Duration poll) {}

    ProviderRounds(Database database, Shards shards, BatchModels models, Asking asking) {
        this.database = database;
        this.shards = shards;
        this.models = models;
        this.asking = asking;
        shardRows = new ShardRows(database);
        frames = new FrameRows(database);
    }

    /** Takes the shard's batches one step further; how long they are to be left alone, or zero where nothing is to come. */
    Duration advance(RunKey key, int shard) {
        Assignment run = Assignment.of(database, key);
        ProviderBatches batches = models.batches(run);
        Interview interview = new Interview(run.spec(), models.recalled(run), asking.transcriptTokens());
        List<Purpose> rounds =
                run.spec().screen() == null ? List.of(Purpose.FACETS) : List.of(Purpose.SCREEN, Purpose.FACETS);
        for (Purpose purpose : rounds) {
            List<BatchStep> steps = run.spec().model().asked(purpose).stream()
                    .map(model -> batches.advance(
                            new BatchRound(key, shard, purpose, model),
                            to -> questions(run, shard, interview, purpose, to)))
                    .toList();
            Optional<Duration> youngest = steps.stream()
                    .filter(step -> step.state() == BatchStep.State.PENDING)
                    .map(BatchStep::age)
                    .min(Comparator.naturalOrder());
            if (youngest.isPresent()) {
                return pause(youngest.get());
            }
            if (steps.stream().anyMatch(step -> step.state() == BatchStep.State.LEFT_OUT)) {
                return Duration.ZERO;
            }
        }
        return Duration.ZERO;
    }

    /** Cancels what a run has at its provider. */
    void cancel(RunKey key) {
        models.batches(Assignment.of(database, key)).cancel();
    }

    /** A tenth of what it has taken so far, within bounds. */
    private Duration pause(Duration age) {
        Duration tenth = age.dividedBy(10);
        Duration most = asking.poll().multipliedBy(5);
        return tenth.compareTo(asking.poll()) < 0 ? asking.poll() : tenth.compareTo(most) > 0 ? most : tenth;
    }

    private void questions(
            Assignment run, int shard, Interview interview, Purpose purpose, Consumer<ProviderBatches.Placed> to) {
        byte[] states = frames.states(run.run(), shard)
                .orElseThrow(() -> new MurmurationException(
                        ErrorCode.INVALID_INPUT, "run " + run.run().runId() + " has no plan of shard " + shard));
        DatasetKey dataset = new DatasetKey(run.run().tenant(), run.datasetId());
        ShardRef ref = shardRows.of(dataset).get(shard);
        try (ShardReader lines = shards.open(dataset, ref)) {
            for (int position = 0; position < states.length; position++) {
                if (states[position] != 0) {
                    lines.skip(1);
                    continue;
                }
                int at = position;
                interview
                        .questions(purpose, ShardLine.read(lines.next()))
                        .forEach(question -> to.accept(new ProviderBatches.Placed(at, question)));
            }
        }
    }
}

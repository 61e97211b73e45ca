package murmuration.extraction;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import murmuration.core.BatchKey;
import murmuration.core.EndState;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.extraction.imports.ShardRows;
import murmuration.extraction.shards.DatasetKey;
import murmuration.extraction.shards.ShardLine;
import murmuration.extraction.shards.ShardReader;
import murmuration.extraction.shards.ShardRef;
import murmuration.extraction.shards.Shards;
import murmuration.models.RunModels;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.Progress;
import murmuration.runtime.Setbacks;

/**
 * Answers the facets of a batch's drawn conversations, side by side, and writes them a few at a time: what is written is never
 * asked again. A conversation that fails does not stop the others; the batch fails once they are through.
 */
final class Batches {
    private static final int FLUSH_RECORDS = 25;
    private static final Duration FLUSH_AFTER = Duration.ofSeconds(2);
    /** Computing is ahead of writing by two flushes; asking by the whole batch, since an answer takes its time. */
    private static final int COMPUTED_AHEAD = 2 * FLUSH_RECORDS;

    private static final int ASKED_AHEAD = 1_000;
    private static final long AHEAD_BYTES = 32L << 20;

    private final Database database;
    private final Shards shards;
    private final ShardRows shardRows;
    private final FrameRows frames;
    private final RunModels models;
    private final Workers workers;
    private final int transcriptTokens;

    /** @param transcriptTokens of which length a transcript may be */
    Batches(Database database, Shards shards, RunModels models, Workers workers, int transcriptTokens) {
        this.database = database;
        this.shards = shards;
        this.models = models;
        this.workers = workers;
        this.transcriptTokens = transcriptTokens;
        shardRows = new ShardRows(database);
        frames = new FrameRows(database);
    }

    /** Processes what is left of the batch; its end states, all of them. */
    SortedMap<String, Long> process(BatchKey batch, Progress progress) {
        Assignment run = Assignment.of(database, batch.run());
        byte[] states = frame(batch);
        Interview interview = new Interview(run.spec(), models.of(run), transcriptTokens);
        OutcomeRows outcomes = new OutcomeRows(database.standing(run));
        Flushing flushing =
                new Flushing(batch, outcomes, outcomes.claim(batch), new Reporting(drawn(batch, states), progress));
        Ahead ahead = new Ahead(run, batch, flushing);
        Setbacks setbacks = new Setbacks();
        try (ShardReader lines = open(run, batch)) {
            lines.skip(batch.first());
            for (int position = batch.first();
                    position < batch.first() + batch.count() && !setbacks.goingOnIsUseless();
                    position++) {
                if (states[position] != 0 || flushing.isDone(position)) {
                    lines.skip(1);
                    continue;
                }
                ahead.submit(interview, position, lines.next());
                while (ahead.isFull()) {
                    ahead.settle(setbacks);
                }
            }
            while (!ahead.isEmpty()) {
                if (setbacks.goingOnIsUseless()) {
                    ahead.dropUnbegun();
                }
                ahead.settle(setbacks);
            }
            setbacks.rethrow();
            return flushing.flush();
        } catch (MurmurationException e) {
            ahead.dropUnbegun();
            throw flushing.keepWhatIsDone(e);
        }
    }

    /** Gives up on a batch's conversations: they end as quarantined. */
    void quarantine(BatchKey batch) {
        Assignment run = Assignment.of(database, batch.run());
        OutcomeRows outcomes = new OutcomeRows(database.standing(run));
        byte[] states = frame(batch);
        long fence = outcomes.claim(batch);
        OutcomeRows.Done done = outcomes.done(batch);
        List<Outcome> given = new ArrayList<>();
        try (ShardReader lines = open(run, batch)) {
            lines.skip(batch.first());
            for (int position = batch.first(); position < batch.first() + batch.count(); position++) {
                byte[] line = lines.next();
                if (states[position] == 0 && !done.positions().get(position)) {
                    given.add(Outcome.of(position, ShardLine.readHeader(line), EndState.QUARANTINED, List.of()));
                }
            }
        }
        if (!given.isEmpty()) {
            outcomes.write(batch, fence, given);
        }
    }

    private byte[] frame(BatchKey batch) {
        byte[] states = frames.states(batch.run(), batch.shard())
                .orElseThrow(() -> new MurmurationException(
                        ErrorCode.INVALID_INPUT,
                        "run " + batch.run().runId() + " has no plan of shard " + batch.shard()));
        MurmurationException.require(
                batch.first() + batch.count() <= states.length,
                "the batch ends behind the last conversation of shard %d",
                batch.shard());
        return states;
    }

    private static int drawn(BatchKey batch, byte[] states) {
        int drawn = 0;
        for (int position = batch.first(); position < batch.first() + batch.count(); position++) {
            drawn += states[position] == 0 ? 1 : 0;
        }
        return drawn;
    }

    private ShardReader open(Assignment run, BatchKey batch) {
        DatasetKey dataset = new DatasetKey(run.run().tenant(), run.datasetId());
        ShardRef shard = shardRows.of(dataset).get(batch.shard());
        return shards.open(dataset, shard);
    }

    /** Conversations that are worked on, in the order of their positions; bounded in number and bytes. */
    private final class Ahead {
        private final BatchKey batch;
        private final Flushing flushing;
        private final ExecutorService executor;
        private final int most;
        private final Deque<Interviewed> waiting = new ArrayDeque<>();
        private long bytes;

        private record Interviewed(Future<Outcome> outcome, AtomicBoolean begun, long bytes) {}

        Ahead(Assignment run, BatchKey batch, Flushing flushing) {
            this.executor = workers.of(run);
            this.most = run.spec().model().embedded() ? COMPUTED_AHEAD : ASKED_AHEAD;
            this.batch = batch;
            this.flushing = flushing;
        }

        void submit(Interview interview, int position, byte[] line) {
            bytes += line.length;
            AtomicBoolean begun = new AtomicBoolean();
            Future<Outcome> outcome = executor.submit(() -> {
                begun.set(true);
                return interview.of(position, ShardLine.read(line));
            });
            waiting.add(new Interviewed(outcome, begun, line.length));
        }

        boolean isFull() {
            return waiting.size() >= most || (bytes >= AHEAD_BYTES && !waiting.isEmpty());
        }

        boolean isEmpty() {
            return waiting.isEmpty();
        }

        /** What is under way is paid for and goes on; what waits for a worker is not. */
        void dropUnbegun() {
            waiting.removeIf(conversation -> {
                boolean dropped =
                        !conversation.begun().get() && conversation.outcome().cancel(false);
                bytes -= dropped ? conversation.bytes() : 0;
                return dropped;
            });
        }

        /** Waits for the first, and notes what came of it. */
        void settle(Setbacks setbacks) {
            if (waiting.isEmpty()) {
                return;
            }
            Interviewed first = waiting.remove();
            bytes -= first.bytes();
            try {
                flushing.add(awaited(first.outcome()));
                setbacks.noneThisTime();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MurmurationException(ErrorCode.CANCELED, "the batch was interrupted", e);
            } catch (ExecutionException e) {
                setbacks.add(failed(e));
            }
        }

        private Outcome awaited(Future<Outcome> outcome) throws InterruptedException, ExecutionException {
            while (true) {
                try {
                    return outcome.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    // a slow answer: meanwhile what is there is written, and a caller who has gone is noticed
                    flushing.flush();
                }
            }
        }

        private MurmurationException failed(ExecutionException failure) {
            Throwable cause = failure.getCause();
            if (cause instanceof MurmurationException known) {
                return known;
            }
            // a bug that one conversation brings to light: the caller splits the batch until it is alone
            return new MurmurationException(
                    ErrorCode.INTERNAL,
                    "a conversation of shard " + batch.shard() + " in [" + batch.first() + ", "
                            + (batch.first() + batch.count()) + ") cannot be processed: "
                            + (cause == null ? failure : cause).getClass().getSimpleName(),
                    failure);
        }
    }

    private record Reporting(int total, Progress progress) {}

    /** What is written of a batch and what waits for it. */
    private static final class Flushing {
        private final BatchKey batch;
        private final OutcomeRows outcomes;
        private final long fence;
        private final int total;
        private final Progress progress;
        private final OutcomeRows.Done before;
        private final SortedMap<String, Long> states;
        private final List<Outcome> waiting = new ArrayList<>();
        private long flushed = System.nanoTime();

        Flushing(BatchKey batch, OutcomeRows outcomes, long fence, Reporting reporting) {
            this.batch = batch;
            this.outcomes = outcomes;
            this.fence = fence;
            total = reporting.total();
            progress = reporting.progress();
            before = outcomes.done(batch);
            states = before.states();
        }

        boolean isDone(int position) {
            return before.positions().get(position);
        }

        void add(Outcome outcome) {
            waiting.add(outcome);
            if (waiting.size() >= FLUSH_RECORDS || System.nanoTime() - flushed >= FLUSH_AFTER.toNanos()) {
                flush();
            }
        }

        SortedMap<String, Long> flush() {
            if (!waiting.isEmpty()) {
                outcomes.write(batch, fence, waiting);
                waiting.forEach(outcome -> states.merge(outcome.state().name(), 1L, Long::sum));
                waiting.clear();
            }
            flushed = System.nanoTime();
            progress.report(states.values().stream().mapToLong(Long::longValue).sum(), total, states);
            return states;
        }

        /** Writes what was answered before something failed, unless the batch is no longer ours. */
        MurmurationException keepWhatIsDone(MurmurationException failure) {
            if (failure.code() != ErrorCode.STALE_FENCE
                    && failure.code() != ErrorCode.DATA_ERASED
                    && !waiting.isEmpty()) {
                try {
                    outcomes.write(batch, fence, waiting);
                } catch (MurmurationException e) {
                    failure.addSuppressed(e);
                }
            }
            return failure;
        }
    }
}

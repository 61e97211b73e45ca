package murmuration.workflows;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import murmuration.core.BatchKey;
import murmuration.core.RunKey;
import murmuration.core.Stage;
import murmuration.workflows.steps.EmbeddingActivities;
import murmuration.workflows.steps.ExtractionActivities;
import murmuration.workflows.steps.ShardKey;
import org.jspecify.annotations.Nullable;

/**
 * Processes a shard in batches. A batch that no retry can help is split in halves, down to one conversation, which is
 * quarantined; where too many would be, something else is broken, and the run fails.
 */
public final class ShardBatchesWorkflow implements ShardBatches {
    /** Conversations of one activity. */
    static final int BATCH = 250;

    /** Batches of a shard that run at a time, as far as there are workers. */
    static final int WIDTH = 8;

    /** Claims of a shard that another worker may take away; where more are, two runs of one id fight. */
    private static final int STALE = 20;

    private final ExtractionActivities extraction =
            Workflow.newActivityStub(ExtractionActivities.class, Patience.MODEL_CALL);
    private final EmbeddingActivities embedding =
            Workflow.newActivityStub(EmbeddingActivities.class, Patience.PURE_COMPUTE);
    private final Window<Piece, Void> window = new Window<>(WIDTH, this::start, this::settle);
    private Stage stage = Stage.EXTRACT;
    private Ending ending = Ending.DONE;
    private int quarantined;
    private int bearable;
    private int stale;

    /** A batch; where it is one conversation that nothing else helps, it is given up. */
    private record Piece(BatchKey batch, boolean givenUp) {}

    @Override
    public Swept process(Work shard) {
        stage = shard.sweep().stage();
        // one in a hundred may be poison; more is a fault of ours
        bearable = Math.max(5, shard.conversations() / 100);
        askThroughProvider(shard);
        window.add(batches(shard));
        window.run();
        return new Swept(ending, quarantined);
    }

    /** The provider's batches fill the store of answers, from which the shard's own are answered then. */
    private void askThroughProvider(Work shard) {
        if (!shard.sweep().batch()) {
            return;
        }
        ShardKey key = new ShardKey(shard.sweep().run(), shard.shard());
        try {
            for (long wait = extraction.advanceBatches(key); wait > 0; wait = extraction.advanceBatches(key)) {
                Workflow.sleep(wait);
            }
        } catch (ActivityFailure failure) {
            Fault fault = Fault.of(failure);
            if (fault.ending() != Ending.DONE) {
                ending = fault.ending();
                window.close();
            } else if (!fault.splits()) {
                throw fault.failure();
            }
        }
    }

    private static List<Piece> batches(Work shard) {
        RunKey run = shard.sweep().run();
        List<Piece> batches = new ArrayList<>();
        for (int first = 0; first < shard.conversations(); first += BATCH) {
            int count = Math.min(BATCH, shard.conversations() - first);
            batches.add(new Piece(new BatchKey(run, shard.shard(), first, count), false));
        }
        return batches;
    }

    private Promise<Void> start(Piece piece) {
        if (piece.givenUp()) {
            return Async.procedure(extraction::quarantine, piece.batch());
        }
        return stage == Stage.EXTRACT
                ? Async.procedure(extraction::processBatch, piece.batch())
                : Async.procedure(embedding::processBatch, piece.batch());
    }

    private void settle(Piece piece, @Nullable Void nothing, @Nullable RuntimeException failure) {
        if (failure == null) {
            return;
        }
        Fault fault = Fault.of(failure);
        if (fault.ending() != Ending.DONE) {
            ending = fault.ending();
            window.close();
        } else if (fault.stale() && stale < STALE) {
            stale++;
            window.add(List.of(piece));
        } else if (fault.splits() && !piece.givenUp()) {
            window.add(smaller(piece.batch(), fault));
        } else {
            throw fault.failure();
        }
    }

    private List<Piece> smaller(BatchKey batch, Fault fault) {
        int half = batch.count() / 2;
        if (half > 0) {
            return List.of(
                    new Piece(new BatchKey(batch.run(), batch.shard(), batch.first(), half), false),
                    new Piece(
                            new BatchKey(batch.run(), batch.shard(), batch.first() + half, batch.count() - half),
                            false));
        }
        quarantined++;
        if (quarantined > bearable) {
            throw fault.failure();
        }
        return List.of(new Piece(batch, true));
    }
}

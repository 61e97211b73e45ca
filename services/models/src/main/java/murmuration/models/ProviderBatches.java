package murmuration.models;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.Question;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run's batches at its provider. All that they do is to fill the store of answers: whoever asks the same finds it there, and
 * what they leave out is asked by itself. Not thread-safe.
 */
public final class ProviderBatches {
    /** Providers give up after a day. */
    static final Duration LONGEST = Duration.ofHours(25);

    /** As if it had been handed in so long ago: others have to end first, and each look writes all of its calls once more. */
    static final Duration IN_LINE = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(ProviderBatches.class);

    private final Desk desk;
    private final Duration sending;
    private final ModelMetrics metrics;

    /** A question about the conversation at this position of its shard. */
    public record Placed(int position, Question<?> question) {
        Call call(Desk desk) {
            return desk.model().call(question);
        }
    }

    /** Gives the questions of a round one by one: the same ones in the same order each time. */
    @FunctionalInterface
    public interface Questions {
        /** Gives them all. */
        void each(Consumer<Placed> to);
    }

    /** @param sending how long handing in may take */
    ProviderBatches(Desk desk, Duration sending, ModelMetrics metrics) {
        this.desk = desk;
        this.sending = sending;
        this.metrics = metrics;
    }

    /** Takes a round one step further: hands its batch in, looks whether it has ended, stores its answers. Idempotent. */
    public BatchStep advance(BatchRound round, Questions all) {
        Questions questions = to -> all.each(placed -> {
            if (desk.model().model(placed.question()).equals(round.model())) {
                to.accept(placed);
            }
        });
        Optional<BatchRows.Row> known = desk.rows().find(round);
        if (known.isEmpty()) {
            desk.acquaintance().make(desk, round, questions);
            return HandingIn.first(desk, round).of(questions);
        }
        BatchRows.Row row = known.get();
        if (row.ended()) {
            return BatchStep.ENDED;
        }
        @Nullable String id = row.providerId();
        return id == null ? findAgain(round, row, questions) : look(round, row, id, questions);
    }

    /** It was noted and perhaps handed in. Somebody may still be about it. */
    private BatchStep findAgain(BatchRound round, BatchRows.Row row, Questions questions) {
        if (row.age().compareTo(sending) <= 0) {
            return BatchStep.pending(row.age());
        }
        if (!desk.api().keepsMarks()) {
            desk.rows().forget(round.run(), row.id());
            return HandingIn.first(desk, round).of(questions);
        }
        Optional<String> found = desk.api().find(row.id().toString());
        if (found.isEmpty()) {
            return HandingIn.again(desk, round, row).of(questions);
        }
        desk.rows().submitted(round.run(), row.id(), found.get());
        return BatchStep.pending(row.age());
    }

    private BatchStep look(BatchRound round, BatchRows.Row row, String id, Questions questions) {
        BatchApi.Standing standing = standing(id);
        if (standing == BatchApi.Standing.TURNED_AWAY
                && desk.rows().pending(round.run()).size() > 1) {
            // the others of this run leave the line, and then there is room
            tried("forget", () -> desk.api().forget(id));
            desk.rows().withdraw(round.run(), row.id());
            return BatchStep.pending(IN_LINE);
        }
        if (standing != BatchApi.Standing.UNDER_WAY) {
            collect(round, row, id, questions);
            return BatchStep.ENDED;
        }
        if (row.age().compareTo(LONGEST) > 0) {
            tried("cancel", () -> desk.api().cancel(id));
            desk.rows().end(round.run(), row.id(), List.of());
            return BatchStep.ENDED;
        }
        return BatchStep.pending(row.age());
    }

    private void collect(BatchRound round, BatchRows.Row row, String id, Questions questions) {
        try {
            List<Settlement> calls = new Collecting(desk, round, row).from(id, questions);
            calls.forEach(call -> metrics.collected(desk.run().spec().model().provider(), call));
            tried("forget", () -> desk.api().forget(id));
        } catch (MurmurationException e) {
            requireGone(e);
            desk.rows().end(round.run(), row.id(), List.of());
        }
    }

    private BatchApi.Standing standing(String id) {
        try {
            return desk.api().standing(id);
        } catch (MurmurationException e) {
            requireGone(e);
            return BatchApi.Standing.ENDED;
        }
    }

    /** The provider may know it no more: then nobody knows what it cost, and its calls are made one by one. */
    private static void requireGone(MurmurationException e) {
        if (e.code() != ErrorCode.INVALID_SPEC) {
            throw e;
        }
    }

    /** Cancels what the run has at its provider, as far as that can be reached. Idempotent. */
    public void cancel() {
        desk.rows()
                .pending(desk.run().run())
                .forEach(id -> tried("cancel", () -> desk.api().cancel(id)));
        desk.rows().abandon(desk.run().run());
    }

    private void tried(String what, Runnable work) {
        try {
            work.run();
        } catch (MurmurationException e) {
            LOG.warn(
                    "a provider cannot {} a batch: run={} code={}",
                    what,
                    desk.run().run().runId(),
                    e.code());
        }
    }
}

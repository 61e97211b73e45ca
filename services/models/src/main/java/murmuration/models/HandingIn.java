package murmuration.models;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands in the calls of one round that nobody has made yet. Used once. */
final class HandingIn {
    private static final Logger LOG = LoggerFactory.getLogger(HandingIn.class);

    private final Desk desk;
    private final BatchRound round;
    private final UUID id;
    private final BatchRows.@Nullable Row noted;
    private @Nullable Reservation first;
    private long input;
    private long output;

    private HandingIn(Desk desk, BatchRound round, UUID id, BatchRows.@Nullable Row noted) {
        this.desk = desk;
        this.round = round;
        this.id = id;
        this.noted = noted;
    }

    static HandingIn first(Desk desk, BatchRound round) {
        return new HandingIn(desk, round, UUID.randomUUID(), null);
    }

    /** Of a batch that is noted, with its money, and has not come to the provider. */
    static HandingIn again(Desk desk, BatchRound round, BatchRows.Row noted) {
        return new HandingIn(desk, round, noted.id(), noted);
    }

    BatchStep of(ProviderBatches.Questions questions) {
        try (CallFile calls = new CallFile(desk.folder(), desk.api())) {
            questions.each(placed -> add(placed, calls));
            if (noted != null) {
                claim(noted);
            }
            @Nullable Reservation one = first;
            if (one == null) {
                return nothing();
            }
            Reservation most = new Reservation(
                    id, one.run(), one.lane(), one.purpose(), one.model(), PromptTokens.of(input), output, one.price());
            if (noted != null) {
                return submit(most, calls);
            }
            return switch (desk.rows().intend(round, most, calls.calls(), ProviderBatches.LONGEST)) {
                case YES -> submit(most, calls);
                case LATER -> BatchStep.pending(ProviderBatches.IN_LINE);
                case NO -> BatchStep.LEFT_OUT;
            };
        }
    }

    /** Fails where somebody else is about it: only who has it to himself may take away what came there before. */
    private void claim(BatchRows.Row row) {
        desk.rows().again(round.run(), row);
        desk.api().discard(id.toString());
    }

    private void add(ProviderBatches.Placed placed, CallFile calls) {
        Call call = placed.call(desk);
        if (desk.replies().find(call).isEmpty()
                && calls.add(desk.api()
                        .line(
                                Desk.id(round, placed.position(), call),
                                desk.envelope().body(call)))) {
            Reservation most = desk.reservations().apply(call);
            first = first == null ? most : first;
            input += most.inputTokens();
            output += most.outputTokens();
        }
    }

    private BatchStep nothing() {
        if (noted != null) {
            desk.rows().withdraw(round.run(), id);
        }
        desk.rows().none(round);
        return BatchStep.ENDED;
    }

    private BatchStep submit(Reservation most, CallFile calls) {
        Exchange exchange = new Exchange();
        String providerId;
        try {
            providerId = ScopedValue.where(Exchange.CURRENT, exchange)
                    .call(() -> desk.api().submit(id.toString(), calls));
        } catch (MurmurationException e) {
            return refused(e, most, exchange);
        }
        desk.rows().submitted(round.run(), id, providerId);
        return BatchStep.pending(Duration.ZERO);
    }

    private BatchStep refused(MurmurationException e, Reservation most, Exchange exchange) {
        if (exchange.lost()) {
            // it may have arrived: the note stays
            throw e;
        }
        return switch (e.code()) {
            case INVALID_INPUT, CONTEXT_TOO_LONG, REFUSED -> {
                // nor will it be taken later: its calls are made one by one
                LOG.warn("a batch is not taken: run={} code={}", round.run().runId(), e.code());
                desk.rows().end(round.run(), id, List.of(Settlement.failed(most, e, exchange)));
                yield BatchStep.ENDED;
            }
            case INVALID_SPEC -> {
                desk.rows().withdraw(round.run(), id);
                throw new MurmurationException(
                        ErrorCode.INVALID_SPEC, "model.batch: this server has no batch interface; leave it out");
            }
            default -> {
                desk.rows().withdraw(round.run(), id);
                throw e;
            }
        };
    }
}

package murmuration.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** Stores what a batch was answered. Used once. */
final class Collecting {
    private final Desk desk;
    private final BatchRound round;
    private final BatchRows.Row batch;
    private final Map<String, String> answers = new HashMap<>();
    private final List<Settlement> settled = new ArrayList<>();
    private @Nullable Call any;

    Collecting(Desk desk, BatchRound round, BatchRows.Row batch) {
        this.desk = desk;
        this.round = round;
        this.batch = batch;
    }

    /** Stores and books it; how each of its calls ended. */
    List<Settlement> from(String providerId, ProviderBatches.Questions questions) {
        desk.api().results(providerId, result -> {
            if (result.body() != null) {
                answers.put(result.id(), result.body());
            }
        });
        questions.each(this::keep);
        @Nullable Call one = any;
        if (one != null) {
            // nobody asks for these any more, as after an erasure
            answers.values().forEach(body -> settled.add(read(one, body, unkept -> {})));
            while (settled.size() < batch.calls()) {
                // not answered: asked by itself
                settled.add(Settlement.failed(
                        booked(one), new MurmurationException(ErrorCode.UNAVAILABLE, "left out"), new Exchange()));
            }
        }
        desk.rows().end(round.run(), batch.id(), settled);
        return settled;
    }

    private void keep(ProviderBatches.Placed placed) {
        Call call = placed.call(desk);
        any = call;
        @Nullable String body = answers.remove(Desk.id(round, placed.position(), call));
        if (body != null) {
            // what cannot be stored is collected again
            settled.add(read(call, body, reply -> desk.replies().keep(call, reply)));
        }
    }

    /** An answer that nobody understands is billed, and asked for once more by itself. */
    private Settlement read(Call call, String body, Consumer<Reply> to) {
        Exchange exchange = new Exchange();
        return ScopedValue.where(Exchange.CURRENT, exchange).call(() -> {
            Exchange.answered(RateLimits.UNKNOWN);
            Reply reply;
            try {
                reply = desk.envelope().reply(call, body);
            } catch (MurmurationException unreadable) {
                return Settlement.failed(booked(call), unreadable, exchange);
            }
            to.accept(reply);
            return Settlement.answered(booked(call), reply, RateLimits.UNKNOWN);
        });
    }

    /** Under the one reservation of the whole batch. */
    private Reservation booked(Call call) {
        Reservation one = desk.reservations().apply(call);
        return new Reservation(
                batch.id(),
                one.run(),
                one.lane(),
                one.purpose(),
                one.model(),
                one.input(),
                one.outputTokens(),
                one.price());
    }
}

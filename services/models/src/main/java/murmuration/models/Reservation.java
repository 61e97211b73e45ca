package murmuration.models;

import java.util.UUID;
import murmuration.core.Purpose;
import murmuration.core.RunKey;
import org.jspecify.annotations.Nullable;

/**
 * What one call may cost at most.
 *
 * @param lane address and model, whose rate it counts against
 * @param price null: the model has none, and its money is not counted
 */
record Reservation(
        UUID id,
        RunKey run,
        String lane,
        Purpose purpose,
        String model,
        long inputTokens,
        long outputTokens,
        @Nullable Price price)
        implements Entry {
    static Reservation of(RunKey run, Call call, @Nullable Price price) {
        return new Reservation(
                UUID.randomUUID(),
                run,
                call.at() + " " + call.model(),
                call.purpose(),
                call.model(),
                Tokens.of(call),
                call.maxTokens(),
                price);
    }

    /** Millionths of a dollar at most. */
    @Nullable
    Long micros() {
        return price == null ? null : Long.valueOf(price.most(inputTokens, outputTokens));
    }
}

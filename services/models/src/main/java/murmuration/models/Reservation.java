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

    /** Millionths of a dollar. */
    @Nullable
    Long micros() {
        return micros(inputTokens, outputTokens);
    }

    /** Millionths of a dollar for what was really used. */
    @Nullable
    Long micros(long input, long output) {
        return price == null ? null : Long.valueOf(price.micros(input, output));
    }
}

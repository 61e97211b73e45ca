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
        PromptTokens input,
        long outputTokens,
        @Nullable Price price)
        implements Entry {
    static Reservation of(RunKey run, Call call, @Nullable Price price) {
        return new Reservation(
                UUID.randomUUID(),
                run,
                call.lane(),
                call.purpose(),
                call.model(),
                PromptTokens.of(call),
                call.maxTokens(),
                price);
    }

    @Override
    public Reservation of() {
        return this;
    }

    /** Tokens of the prompt, counted. */
    long inputTokens() {
        return input.count();
    }

    /** Millionths of a dollar at most, the prompt's tokens counted. */
    @Nullable
    Long micros() {
        return micros(inputTokens());
    }

    /** The same, by as much as is known of the prompt's tokens. */
    @Nullable
    Long atMostMicros() {
        return micros(input.atMost());
    }

    private @Nullable Long micros(long inputTokens) {
        return price == null ? null : Long.valueOf(price.most(inputTokens, outputTokens));
    }
}

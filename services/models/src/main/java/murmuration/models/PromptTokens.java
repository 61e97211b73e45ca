package murmuration.models;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens a prompt has. To count them is most of the work before a call, so it is done once somebody wants to know, and
 * once. Thread-safe.
 */
final class PromptTokens {
    private final @Nullable Call call;
    private volatile OptionalLong counted;

    private PromptTokens(@Nullable Call call, OptionalLong counted) {
        this.call = call;
        this.counted = counted;
    }

    /** Of a call, not counted yet. */
    static PromptTokens of(Call call) {
        return new PromptTokens(call, OptionalLong.empty());
    }

    /** So many. */
    static PromptTokens of(long counted) {
        return new PromptTokens(null, OptionalLong.of(counted));
    }

    /** Their number. */
    long count() {
        if (call != null && counted.isEmpty()) {
            counted = OptionalLong.of(Tokens.of(call));
        }
        return counted.orElseThrow();
    }

    boolean isCounted() {
        return counted.isPresent();
    }

    /** No fewer than there are: where nobody has counted them, one for each byte. */
    long atMost() {
        return call == null || counted.isPresent() ? count() : Tokens.atMost(call);
    }
}

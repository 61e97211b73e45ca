package murmuration.models;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** Keeps replies as long as the test lasts. */
final class MemoryStore implements ReplyStore {
    final Map<String, Reply> kept = new ConcurrentHashMap<>();
    volatile boolean away;
    private final @Nullable Cashier cashier;

    /** One that books nothing. */
    MemoryStore() {
        this(null);
    }

    /** One whose calls this cashier books. */
    MemoryStore(@Nullable Cashier cashier) {
        this.cashier = cashier;
    }

    @Override
    public Optional<Reply> find(Call call) {
        return Optional.ofNullable(kept.get(call.identity()));
    }

    @Override
    public Reply keep(Call call, Reply reply) {
        if (away) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "the store is away");
        }
        return kept.merge(call.identity(), reply, (first, late) -> first);
    }

    @Override
    public Reply keep(Call call, Reply reply, Settlement settlement) {
        Reply standing = keep(call, reply);
        if (cashier != null) {
            cashier.settle(settlement);
        }
        return standing;
    }
}

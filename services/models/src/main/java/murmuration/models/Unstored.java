package murmuration.models;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/**
 * A store that holds what could not be stored: it is stored before it is handed on to whoever asks next, and not paid for
 * again. Thread-safe.
 */
final class Unstored implements ReplyStore {
    private final ReplyStore store;
    private final ConcurrentMap<String, Reply> held = new ConcurrentHashMap<>();

    Unstored(ReplyStore store) {
        this.store = store;
    }

    @Override
    public Optional<Reply> find(Call call) {
        @Nullable Reply reply = held.get(call.identity());
        if (reply == null) {
            return store.find(call);
        }
        return Optional.of(keep(call, reply));
    }

    @Override
    public Reply keep(Call call, Reply reply) {
        return holding(call, reply, () -> store.keep(call, reply));
    }

    @Override
    public Reply keep(Call call, Reply reply, Settlement settlement) {
        return holding(call, reply, () -> store.keep(call, reply, settlement));
    }

    private Reply holding(Call call, Reply reply, Supplier<Reply> keeping) {
        held.put(call.identity(), reply);
        try {
            Reply standing = keeping.get();
            held.remove(call.identity());
            return standing;
        } catch (MurmurationException e) {
            if (e.code() == ErrorCode.DATA_ERASED) {
                held.remove(call.identity());
            }
            throw e;
        }
    }
}

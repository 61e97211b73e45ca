package murmuration.models;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** Asks a provider only what is not stored; what two ask at once is asked once. Thread-safe. */
final class KeptReplies implements Provider {
    private final Provider provider;
    private final ReplyStore store;
    private final Consumer<Call> saved;
    private final ConcurrentMap<String, CompletableFuture<Reply>> underWay = new ConcurrentHashMap<>();

    /**
     * Over a provider whose answers get into this store.
     *
     * @param saved hears of each call that was needless
     */
    KeptReplies(Provider provider, ReplyStore store, Consumer<Call> saved) {
        this.provider = provider;
        this.store = store;
        this.saved = saved;
    }

    @Override
    public Reply send(Call call) {
        CompletableFuture<Reply> mine = new CompletableFuture<>();
        @Nullable CompletableFuture<Reply> other = underWay.putIfAbsent(call.identity(), mine);
        if (other != null) {
            Reply reply = awaited(other);
            // this one needs it as well, and is noted for it
            return store.find(call).orElse(reply);
        }
        try {
            Optional<Reply> kept = store.find(call);
            kept.ifPresent(any -> saved.accept(call));
            Reply reply = kept.orElseGet(() -> provider.send(call));
            mine.complete(reply);
            return reply;
        } catch (RuntimeException | Error e) {
            // whoever waits for it is not left waiting
            mine.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(call.identity(), mine);
        }
    }

    private static Reply awaited(CompletableFuture<Reply> other) {
        try {
            return other.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof MurmurationException ours ? ours : e;
        }
    }
}

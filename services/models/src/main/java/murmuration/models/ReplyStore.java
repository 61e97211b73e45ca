package murmuration.models;

import java.util.Optional;

/** Keeps what a provider answered for a run; thread-safe. */
public interface ReplyStore {
    /** What was answered to exactly this before; notes that it is used. */
    Optional<Reply> find(Call call);

    /** Keeps an answer that has been paid for. */
    void keep(Call call, Reply reply);

    /** Keeps an answer and books its call, both or neither. */
    void keep(Call call, Reply reply, Settlement settlement);
}

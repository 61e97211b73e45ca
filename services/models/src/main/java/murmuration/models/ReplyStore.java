package murmuration.models;

import java.util.Optional;

/** Keeps what a provider answered for a run: the first answer to a call stands. Thread-safe. */
public interface ReplyStore {
    /** What was answered to exactly this before; notes that it is used. */
    Optional<Reply> find(Call call);

    /** Keeps an answer that has been paid for, unless there is one by now; which one stands. */
    Reply keep(Call call, Reply reply);

    /** The same, and books the call, both or neither. */
    Reply keep(Call call, Reply reply, Settlement settlement);
}

package murmuration.extraction.shards;

import java.time.Instant;
import murmuration.core.AccountId;
import murmuration.core.ConversationId;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the turns of a conversation in a shard: enough to draw it, without reading what was said.
 *
 * @param completions turns of the assistant
 */
public record Header(
        ConversationId id,
        @Nullable AccountId account,
        @Nullable Instant startedAt,
        int completions) {
    /** The account as a run counts it: a conversation without one may stand for itself. */
    public AccountId accountOrSelf() {
        return account == null ? new AccountId(id.value()) : account;
    }
}

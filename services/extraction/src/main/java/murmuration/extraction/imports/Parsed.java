package murmuration.extraction.imports;

import java.time.Instant;
import murmuration.core.AccountId;
import murmuration.core.ConversationId;
import murmuration.extraction.source.Rule;
import org.jspecify.annotations.Nullable;

/** A record after it was read: a conversation ready for its shard, or a fault. */
sealed interface Parsed {
    /** Its line, or its place in the array. */
    long number();

    /** A conversation. @param byText whether it is known by its text, having no id */
    record Taken(
            long number,
            ConversationId id,
            boolean byText,
            @Nullable AccountId account,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            byte[] line)
            implements Parsed {}

    /** A record that breaks a rule. */
    record Faulty(long number, Rule rule) implements Parsed {}
}

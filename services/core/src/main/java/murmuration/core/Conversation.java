package murmuration.core;

import static murmuration.core.MurmurationException.require;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One conversation as it was imported. Exists only inside extraction and the object store.
 *
 * @param account who it belongs to, or null if the source names nobody
 * @param startedAt its first turn's time, or null if the source has no times
 * @param metadata allow-listed keys only, for instance {@code metadata.product} or {@code labels.intent}
 */
public record Conversation(
        ConversationId id,
        @Nullable AccountId account,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        SortedMap<String, List<String>> metadata,
        List<Turn> turns) {
    public Conversation {
        require(!turns.isEmpty(), "a conversation has at least one turn");
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
        turns = List.copyOf(turns);
    }
}

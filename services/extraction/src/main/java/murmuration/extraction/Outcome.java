package murmuration.extraction;

import java.time.Instant;
import java.util.List;
import murmuration.core.AccountId;
import murmuration.core.ConversationId;
import murmuration.core.EndState;
import murmuration.core.FacetValue;
import murmuration.extraction.shards.Header;
import org.jspecify.annotations.Nullable;

/**
 * How one conversation of a run ended, and its facets' answers.
 *
 * @param account whose it counts as
 */
record Outcome(
        int position,
        ConversationId id,
        AccountId account,
        @Nullable Instant startedAt,
        EndState state,
        List<FacetValue> values) {
    Outcome {
        values = List.copyOf(values);
    }

    static Outcome of(int position, Header header, EndState state, List<FacetValue> values) {
        return new Outcome(position, header.id(), header.accountOrSelf(), header.startedAt(), state, values);
    }
}

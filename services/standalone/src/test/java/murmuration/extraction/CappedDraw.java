package murmuration.extraction;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import murmuration.core.AccountId;
import murmuration.core.ConversationId;
import murmuration.core.RunSpec;
import murmuration.extraction.shards.Header;

/** Which conversations a run draws, by the product's own draw. */
public final class CappedDraw {
    private CappedDraw() {}

    /** Positions of those that are drawn. @param accounts of each conversation */
    public static List<Integer> of(RunSpec spec, List<UUID> accounts) {
        Draw draw = new Draw(spec, accounts.size());
        for (int i = 0; i < accounts.size(); i++) {
            draw.add(new Header(new ConversationId(new UUID(3, i)), new AccountId(accounts.get(i)), null, 1));
        }
        byte[] states = draw.draw().states();
        return IntStream.range(0, states.length)
                .filter(i -> states[i] == 0)
                .boxed()
                .toList();
    }
}

package murmuration.extraction;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import murmuration.core.Conversation;
import murmuration.core.Role;
import murmuration.extraction.shards.Header;
import murmuration.offline.Words;

/** The vocabulary of a run, by the product's own count. */
public final class SharedWords {
    private SharedWords() {}

    /** Words that users of at least so many accounts said. */
    public static Set<String> of(int accounts, List<Conversation> conversations) {
        return new Vocabulary(accounts)
                .count(said -> conversations.forEach(conversation -> {
                    Set<String> words = new LinkedHashSet<>();
                    conversation.turns().stream()
                            .filter(turn -> turn.role() == Role.USER)
                            .forEach(turn -> words.addAll(Words.tokenize(turn.text())));
                    Header header = new Header(conversation.id(), conversation.account(), conversation.startedAt(), 0);
                    said.accept(new Vocabulary.Said(header.accountOrSelf(), words));
                }));
    }
}

package murmuration.models;

import java.util.Optional;
import java.util.UUID;
import murmuration.core.Conversation;
import murmuration.core.Question;
import org.jspecify.annotations.Nullable;

/**
 * Whom a question is about, so that what was answered can be erased with them.
 *
 * @param conversation null where it is about more than one
 * @param account null where it is about more than one, or nobody knows
 */
public record Subject(@Nullable UUID conversation, @Nullable UUID account) {
    static final Subject SEVERAL = new Subject(null, null);

    static Subject of(Question<?> question) {
        return switch (question) {
            case Question.Facets facets -> of(facets.conversation());
            case Question.Screen screen -> of(screen.conversation());
            default -> SEVERAL;
        };
    }

    private static Subject of(Conversation conversation) {
        return new Subject(
                conversation.id().value(),
                Optional.ofNullable(conversation.account())
                        .map(account -> account.value())
                        .orElse(null));
    }
}

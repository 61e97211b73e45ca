package murmuration.models;

import murmuration.core.Facet;
import murmuration.core.Question;

/** How many tokens an answer about a conversation has. */
final class AnswerTokens {
    /** So many times what is expected is allowed: an answer that is cut is asked for once more, and may be lost. */
    private static final int ROOM = 3;

    private static final int MOST = 4_096;

    private AnswerTokens() {}

    /** As many or so. */
    static int about(Question<?> question) {
        return question instanceof Question.Facets asked
                ? asked.facets().stream().mapToInt(AnswerTokens::about).sum()
                : 8;
    }

    /** The field's name, and what it holds. */
    private static int about(Facet facet) {
        return switch (facet) {
            case Facet.Text text -> 40;
            case Facet.Category category -> category.multiple() ? 16 : 12;
            case Facet.Number number -> 8;
            case Facet.Flag flag -> 8;
        };
    }

    /** At most: what the prompt says, and more only where there are so many facets; no more than small models can give. */
    static int most(Question<?> question, Prompt prompt) {
        return question instanceof Question.Facets asked
                ? Math.max(prompt.maxTokens(), Math.min(MOST, ROOM * about(asked)))
                : prompt.maxTokens();
    }
}

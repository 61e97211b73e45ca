package murmuration.extraction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import murmuration.core.Answer;
import murmuration.core.Conversation;
import murmuration.core.EndState;
import murmuration.core.ErrorCode;
import murmuration.core.Facet;
import murmuration.core.FacetValue;
import murmuration.core.Facets;
import murmuration.core.LanguageModel;
import murmuration.core.MurmurationException;
import murmuration.core.Purpose;
import murmuration.core.Question;
import murmuration.core.RunSpec;
import murmuration.extraction.shards.Header;

/**
 * Asks a run's facets of one conversation: those of shape and data are computed, the others asked of the model in one
 * question. A conversation without an answer to the clustered facet ends as unanswered; any other facet may be left
 * without a value. Thread-safe if the model is.
 */
final class Interview {
    private final RunSpec spec;
    private final LanguageModel model;
    private final int transcriptTokens;
    private final List<Facet> asked;

    Interview(RunSpec spec, LanguageModel model, int transcriptTokens) {
        this.spec = spec;
        this.model = model;
        this.transcriptTokens = transcriptTokens;
        asked = spec.facets().stream()
                .filter(facet -> Facets.source(facet) == Facets.Source.MODEL)
                .toList();
    }

    /** What would be asked of it. */
    List<Question<?>> questions(Conversation conversation) {
        String transcript = Transcript.of(conversation, transcriptTokens);
        RunSpec.Screen screen = spec.screen();
        Question<?> facets = new Question.Facets(conversation, transcript, asked);
        return screen == null
                ? List.of(facets)
                : List.of(new Question.Screen(conversation, transcript, screen.question()), facets);
    }

    /** What is asked of it for this purpose; nothing where it has not passed the screen, as far as the model recalls. */
    List<Question<?>> questions(Purpose purpose, Conversation conversation) {
        return questions(conversation).stream()
                .filter(question -> question.purpose() == purpose)
                .filter(question -> purpose == Purpose.SCREEN || passed(conversation))
                .toList();
    }

    private boolean passed(Conversation conversation) {
        try {
            return passes(conversation, Transcript.of(conversation, transcriptTokens))
                    .equals(Answer.of(true));
        } catch (MurmurationException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            return false;
        }
    }

    /** How the conversation at this position of its shard ends. */
    Outcome of(int position, Conversation conversation) {
        Header header = new Header(conversation.id(), conversation.account(), conversation.startedAt(), 0);
        String transcript = Transcript.of(conversation, transcriptTokens);
        return switch (passes(conversation, transcript)) {
            case Answer.Missing<Boolean>(EndState why) -> Outcome.of(position, header, why, List.of());
            case Answer.Given<Boolean>(Boolean yes)
            when !yes -> Outcome.of(position, header, EndState.SCREENED_OUT, List.of());
            case Answer.Given<Boolean> passed ->
                switch (ask(new Question.Facets(conversation, transcript, asked))) {
                    case Answer.Missing<Map<String, List<String>>>(EndState why) ->
                        Outcome.of(position, header, why, List.of());
                    case Answer.Given<Map<String, List<String>>>(Map<String, List<String>> answers) ->
                        answered(position, conversation, header, answers);
                };
        };
    }

    private Answer<Boolean> passes(Conversation conversation, String transcript) {
        RunSpec.Screen screen = spec.screen();
        return screen == null ? Answer.of(true) : ask(new Question.Screen(conversation, transcript, screen.question()));
    }

    private Outcome answered(
            int position, Conversation conversation, Header header, Map<String, List<String>> answers) {
        List<FacetValue> values = new ArrayList<>();
        boolean clustered = false;
        for (Facet facet : spec.facets()) {
            List<String> given = Facets.source(facet) == Facets.Source.MODEL
                    ? Answers.accepted(facet, answers.getOrDefault(facet.id(), List.of()))
                    : ComputedFacets.values(facet, conversation);
            given.forEach(value -> values.add(new FacetValue(facet.id(), value)));
            clustered |= facet.id().equals(spec.cluster().facet()) && !given.isEmpty();
        }
        return clustered
                ? Outcome.of(position, header, EndState.OK, values)
                : Outcome.of(position, header, EndState.UNANSWERED, List.of());
    }

    /** Asks; failures that belong to this conversation are its end, the others are the batch's. */
    private <A> Answer<A> ask(Question<A> question) {
        try {
            return model.ask(question);
        } catch (MurmurationException e) {
            return switch (e.code()) {
                case REFUSED -> Answer.missing(EndState.REFUSED);
                case MALFORMED_OUTPUT, TRUNCATED -> Answer.missing(EndState.UNPARSEABLE);
                case CONTEXT_TOO_LONG -> Answer.missing(EndState.TOO_LONG);
                default -> throw e;
            };
        }
    }
}

package murmuration.extraction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
 * Asks a run's facets of one conversation: those of shape and data are computed, the others asked of the model, in one question
 * for each of its models, or for each facet. A conversation without an answer to the clustered facet, which is asked first, ends
 * there; any other facet may be left without a value. Thread-safe if the model is.
 */
final class Interview {
    private final RunSpec spec;
    private final LanguageModel model;
    private final int transcriptTokens;
    private final List<List<Facet>> asked;

    Interview(RunSpec spec, LanguageModel model, int transcriptTokens) {
        this.spec = spec;
        this.model = model;
        this.transcriptTokens = transcriptTokens;
        asked = asked(spec);
    }

    /** The facets of each question, that with the clustered one first. */
    private static List<List<Facet>> asked(RunSpec spec) {
        boolean separate = spec.model().calls() == RunSpec.Calls.SEPARATE;
        Map<String, List<Facet>> together = spec.facets().stream()
                .filter(facet -> Facets.source(facet) == Facets.Source.MODEL)
                .collect(Collectors.groupingBy(
                        facet -> separate
                                ? facet.id()
                                : spec.model().ofFacet(facet.id()).orElse(""),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return together.values().stream()
                .sorted(Comparator.comparing(facets -> facets.stream()
                        .noneMatch(facet -> facet.id().equals(spec.cluster().facet()))))
                .toList();
    }

    /** What would be asked of it. */
    List<Question<?>> questions(Conversation conversation) {
        String transcript = Transcript.of(conversation, transcriptTokens);
        RunSpec.Screen screen = spec.screen();
        List<Question<?>> questions = new ArrayList<>();
        if (screen != null) {
            questions.add(new Question.Screen(conversation, transcript, screen.question()));
        }
        asked.forEach(facets -> questions.add(new Question.Facets(conversation, transcript, facets)));
        return questions;
    }

    /** What is asked of it for this purpose; nothing where it has not passed the screen, as far as the model recalls. */
    List<Question<?>> questions(Purpose purpose, Conversation conversation) {
        if (purpose != Purpose.SCREEN && !passed(conversation)) {
            return List.of();
        }
        return questions(conversation).stream()
                .filter(question -> question.purpose() == purpose)
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
            case Answer.Given<Boolean> passed -> asked(position, conversation, header, transcript);
        };
    }

    private Outcome asked(int position, Conversation conversation, Header header, String transcript) {
        Map<String, List<String>> answers = new HashMap<>();
        for (List<Facet> facets : asked) {
            switch (model.ask(new Question.Facets(conversation, transcript, facets))) {
                case Answer.Missing<Map<String, List<String>>>(EndState why) -> {
                    if (facets.equals(asked.getFirst())) {
                        return Outcome.of(position, header, why, List.of());
                    }
                }
                case Answer.Given<Map<String, List<String>>>(Map<String, List<String>> given) -> answers.putAll(given);
            }
            if (answers.getOrDefault(spec.cluster().facet(), List.of()).isEmpty()) {
                // it is not clustered, whatever else would be answered
                break;
            }
        }
        return answered(position, conversation, header, answers);
    }

    private Answer<Boolean> passes(Conversation conversation, String transcript) {
        RunSpec.Screen screen = spec.screen();
        return screen == null
                ? Answer.of(true)
                : model.ask(new Question.Screen(conversation, transcript, screen.question()));
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
}

package murmuration.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import murmuration.core.AccountId;
import murmuration.core.Answer;
import murmuration.core.Conversation;
import murmuration.core.ConversationId;
import murmuration.core.EndState;
import murmuration.core.Facet;
import murmuration.core.FacetValue;
import murmuration.core.Facets;
import murmuration.core.LanguageModel;
import murmuration.core.Question;
import murmuration.core.Role;
import murmuration.core.RunSpec;
import murmuration.core.Turn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InterviewTest {
    private static final Facet.Text NEED = new Facet.Text("need", "What is needed?", "");
    private static final Facet.Flag CODE = new Facet.Flag("code", "Is there code?");
    private static final Conversation CONVERSATION = new Conversation(
            new ConversationId(new UUID(0, 1)),
            new AccountId(new UUID(0, 2)),
            null,
            null,
            new TreeMap<>(),
            List.of(new Turn(Role.USER, "hello", List.of(), List.of())));

    private final Answering model = new Answering();

    @Test
    void theFacetsOfOneModelAreOneQuestion() {
        assertThat(asked(Map.of(), null)).containsExactly(List.of("code", "request", "need"));
    }

    @Test
    void aModelOfItsOwnIsAQuestionOfItsOwnAndTheClusteredFacetComesFirst() {
        assertThat(asked(Map.of("need", "large"), null)).containsExactly(List.of("code", "request"), List.of("need"));
        assertThat(asked(Map.of("code", "small", "need", "small"), null))
                .containsExactly(List.of("request"), List.of("code", "need"));
    }

    @Test
    void separateCallsAskEachFacetByItself() {
        assertThat(asked(Map.of("need", "large"), RunSpec.Calls.SEPARATE))
                .containsExactly(List.of("request"), List.of("code"), List.of("need"));
    }

    @Test
    void theClusteredFacetSaysHowAConversationEnds() {
        model.missing.put("request", EndState.REFUSED);
        Outcome outcome = outcome(Map.of(), RunSpec.Calls.SEPARATE);

        assertThat(outcome.state()).isEqualTo(EndState.REFUSED);
        assertThat(model.asked).as("nothing else is asked").containsExactly(List.of("request"));
    }

    @Test
    void whereItHasNothingToSayNothingElseIsAsked() {
        model.silent = "request";
        assertThat(outcome(Map.of(), RunSpec.Calls.SEPARATE).state()).isEqualTo(EndState.UNANSWERED);
        assertThat(model.asked).containsExactly(List.of("request"));
    }

    @Test
    void anotherFacetThatIsNotAnsweredIsLeftWithoutAValue() {
        model.missing.put("code", EndState.UNPARSEABLE);
        Outcome outcome = outcome(Map.of(), RunSpec.Calls.SEPARATE);

        assertThat(outcome.state()).isEqualTo(EndState.OK);
        assertThat(outcome.values()).extracting(FacetValue::facet).containsExactly("request", "turns", "need");
    }

    private List<List<String>> asked(Map<String, String> models, RunSpec.@Nullable Calls calls) {
        Interview interview = interview(models, calls);
        interview.of(0, CONVERSATION);
        assertThat(interview.questions(CONVERSATION).stream().map(Answering::ids))
                .as("what would be asked is what is asked")
                .isEqualTo(model.asked);
        List<List<String>> asked = List.copyOf(model.asked);
        model.asked.clear();
        return asked;
    }

    private Outcome outcome(Map<String, String> models, RunSpec.@Nullable Calls calls) {
        return interview(models, calls).of(0, CONVERSATION);
    }

    private Interview interview(Map<String, String> models, RunSpec.@Nullable Calls calls) {
        RunSpec.Model asked = new RunSpec.Model("openai", "m", null, null, models, calls);
        return new Interview(
                Specs.asking(
                        asked,
                        Specs.sampling(RunSpec.Strategy.CONVERSATIONS, null, null),
                        List.of(CODE, Facets.REQUEST, Facets.TURNS, NEED)),
                model,
                8000);
    }

    /** Answers every facet, but those that it is told to miss. */
    private static final class Answering implements LanguageModel {
        private final List<List<String>> asked = new ArrayList<>();
        private final Map<String, EndState> missing = new HashMap<>();
        private String silent = "";

        @Override
        public String id() {
            return "answering";
        }

        @Override
        public int namingSample() {
            return 50;
        }

        @Override
        @SuppressWarnings("unchecked") // only facets are asked for
        public <A> Answer<A> ask(Question<A> question) {
            List<String> ids = ids(question);
            asked.add(ids);
            Map<String, List<String>> answers = new HashMap<>();
            for (String id : ids) {
                if (missing.containsKey(id)) {
                    return Answer.missing(missing.get(id));
                }
                answers.put(id, id.equals(silent) ? List.of() : List.of("yes"));
            }
            return (Answer<A>) Answer.of(answers);
        }

        static List<String> ids(Question<?> question) {
            return ((Question.Facets) question).facets().stream().map(Facet::id).toList();
        }
    }
}

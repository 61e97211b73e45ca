package murmuration.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import murmuration.core.Answer;
import murmuration.core.EndState;
import murmuration.core.ErrorCode;
import murmuration.core.LanguageModel;
import murmuration.core.MurmurationException;
import murmuration.core.Purpose;
import murmuration.core.Question;
import murmuration.core.RunSpec;

/**
 * A language model that is asked through prompts. An answer that cannot be read is asked for once more, with what was wrong;
 * then it counts as missing. Thread-safe.
 */
final class PromptedModel implements LanguageModel {
    /** What an answer that could be read counts as; one that could not, as how its question ended, or as cut. */
    static final String AT_FIRST = "FIRST";

    static final String ASKED_AGAIN = "AGAIN";

    private static final int NAMING_SAMPLE = 50;

    /** What is wrong with an answer that may be right when it is asked for again. */
    private static final Set<ErrorCode> MENDED_BY_ASKING = Set.of(ErrorCode.MALFORMED_OUTPUT, ErrorCode.TRUNCATED);

    private static final Map<Purpose, Prompt> PROMPTS = prompts(Purpose.questions());

    private final RunSpec.Model spec;
    private final Provider provider;
    private final BiConsumer<Call, String> read;
    private final Forms forms = new Forms();

    /** A model of whose answers nobody wants to know how they were read. */
    PromptedModel(RunSpec.Model spec, Provider provider) {
        this(spec, provider, (call, outcome) -> {});
    }

    /** @param read hears of each question how its answer was read */
    PromptedModel(RunSpec.Model spec, Provider provider, BiConsumer<Call, String> read) {
        this.spec = spec;
        this.provider = provider;
        this.read = read;
    }

    /** A model of which only the questions are wanted. */
    static PromptedModel silent(RunSpec.Model spec) {
        return new PromptedModel(spec, call -> {
            throw new IllegalStateException("nothing is asked");
        });
    }

    private static Map<Purpose, Prompt> prompts(List<Purpose> purposes) {
        Map<Purpose, Prompt> prompts = new EnumMap<>(Purpose.class);
        for (Purpose purpose : purposes) {
            prompts.put(purpose, Prompt.of(purpose));
        }
        return Collections.unmodifiableMap(prompts);
    }

    @Override
    public String id() {
        return spec.provider() + "/" + spec.name();
    }

    @Override
    public int namingSample() {
        return NAMING_SAMPLE;
    }

    @Override
    public SortedMap<Purpose, String> prompts() {
        SortedMap<Purpose, String> versions = new TreeMap<>();
        PROMPTS.forEach((purpose, prompt) -> versions.put(
                purpose,
                "%s/%s, prompt %d, temperature %s"
                        .formatted(spec.provider(), model(purpose), prompt.version(), prompt.temperature())));
        return versions;
    }

    @Override
    public <A> Answer<A> ask(Question<A> question) {
        Form<A> form = forms.of(question);
        return ask(form, call(question, form));
    }

    @Override
    public <A> Answer<A> askAgain(Question<A> question) {
        Form<A> form = forms.of(question);
        return ask(
                form,
                call(question, form)
                        .adding("This is asked a second time. Judge afresh, without regard to the first answer."));
    }

    /** Who is asked. */
    String provider() {
        return spec.provider();
    }

    /** The provider's name, and its address where the spec says one. */
    String at() {
        return spec.provider() + " " + Objects.requireNonNullElse(spec.baseUrl(), "");
    }

    /** Which model is asked. */
    String model(Purpose purpose) {
        Map<Purpose, String> purposes = spec.purposes() == null ? Map.of() : spec.purposes();
        return purposes.getOrDefault(purpose, String.valueOf(spec.name()));
    }

    /** Which model this question is put to; facets of one question have one. */
    String model(Question<?> question) {
        return question instanceof Question.Facets asked
                ? asked.facets().stream()
                        .findFirst()
                        .flatMap(facet -> spec.ofFacet(facet.id()))
                        .orElseGet(() -> model(asked.purpose()))
                : model(question.purpose());
    }

    /** The question as it is sent. */
    Call call(Question<?> question) {
        return call(question, forms.of(question));
    }

    private Call call(Question<?> question, Form<?> form) {
        Purpose purpose = question.purpose();
        Prompt prompt = Objects.requireNonNull(PROMPTS.get(purpose));
        return new Call(
                at(),
                purpose,
                model(question),
                Prompt.filled(prompt.system(), form.parts()),
                Prompt.filled(prompt.user(), form.parts()),
                form.schema(),
                prompt.temperature(),
                AnswerTokens.most(question, prompt),
                Subject.of(question));
    }

    private <A> Answer<A> ask(Form<A> form, Call call) {
        String outcome = AT_FIRST;
        Answer<A> answer;
        try {
            Reply first = provider.send(call);
            try {
                answer = read(form, call, first);
            } catch (MurmurationException fault) {
                if (!MENDED_BY_ASKING.contains(fault.code())) {
                    throw fault;
                }
                Call again = call.adding("An earlier answer could not be used: " + fault.getMessage()
                        + ". Answer again, with one JSON object that keeps to this.");
                outcome = ASKED_AGAIN;
                answer = read(form, again, provider.send(again));
            }
        } catch (MurmurationException failure) {
            EndState state = ended(failure);
            answer = Answer.missing(state);
            outcome = failure.code() == ErrorCode.TRUNCATED ? failure.code().name() : state.name();
        }
        read.accept(call, outcome);
        return answer;
    }

    /** What a question ends in whose answer failed so; what says nothing about the question is thrown. */
    private static EndState ended(MurmurationException failure) {
        return switch (failure.code()) {
            case MALFORMED_OUTPUT, TRUNCATED -> EndState.UNPARSEABLE;
            case REFUSED -> EndState.REFUSED;
            case CONTEXT_TOO_LONG -> EndState.TOO_LONG;
            default -> throw failure;
        };
    }

    /** The answer of the first object that holds one; where none does, what is wrong with the first, or that all was cut. */
    private static <A> Answer<A> read(Form<A> form, Call call, Reply reply) {
        MurmurationException fault = unanswered(call, reply.stop());
        if (reply.stop() == Reply.Stop.REFUSED) {
            throw fault;
        }
        List<JsonNode> objects = JsonText.objects(reply.text());
        for (int i = 0; i < objects.size(); i++) {
            try {
                return Answer.of(form.reader().apply(new Given(objects.get(i))));
            } catch (MurmurationException e) {
                fault = i == 0 && reply.stop() == Reply.Stop.END ? e : fault;
            }
        }
        throw fault;
    }

    /** What is wrong where no object holds an answer. What does not fit beside its question fits no better beside more. */
    private static MurmurationException unanswered(Call call, Reply.Stop stop) {
        return switch (stop) {
            case CUT ->
                new MurmurationException(
                        ErrorCode.TRUNCATED, "it was cut at " + call.maxTokens() + " tokens and has to be shorter");
            case FULL ->
                new MurmurationException(ErrorCode.CONTEXT_TOO_LONG, "the question leaves no room for its answer");
            case REFUSED -> new MurmurationException(ErrorCode.REFUSED, "the model declined to answer");
            case END -> new MurmurationException(ErrorCode.MALFORMED_OUTPUT, "it held no JSON object");
        };
    }
}

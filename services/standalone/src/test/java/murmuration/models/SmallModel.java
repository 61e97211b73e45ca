package murmuration.models;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import murmuration.core.Answer;
import murmuration.core.LanguageModel;
import murmuration.core.Question;
import murmuration.core.RunSpec;

/**
 * A language model on a server of this machine, asked by the product's own prompts and reading, without books. What it has
 * answered once it answers again, so that a run with a layer left out differs by that layer alone.
 */
public final class SmallModel implements LanguageModel {
    private static final Duration CONNECTS = Duration.ofSeconds(5);
    private static final Duration ANSWERS = Duration.ofMinutes(10);

    private final Map<Question<?>, Answer<?>> answered = new ConcurrentHashMap<>();
    private final Map<Question<?>, Answer<?>> answeredAgain = new ConcurrentHashMap<>();
    private final PromptedModel model;

    /** @param url of OpenAI's shape, with the {@code /v1} */
    public SmallModel(String url) {
        ProviderHttp http = new ProviderHttp(ProviderHttp.client(CONNECTS), ANSWERS);
        model = new PromptedModel(
                new RunSpec.Model("openai", "small", url, null),
                new OpenAiCompletions(new Endpoint(url, null), http.builder(), new Refusals()));
    }

    @Override
    public String id() {
        return model.id();
    }

    @Override
    public int namingSample() {
        return model.namingSample();
    }

    @Override
    public <A> Answer<A> ask(Question<A> question) {
        return answer(answered, question, model::ask);
    }

    @Override
    public <A> Answer<A> askAgain(Question<A> question) {
        return answer(answeredAgain, question, model::askAgain);
    }

    /** Nothing is held while the model is asked: others ask meanwhile. */
    @SuppressWarnings("unchecked") // an answer is stored under its question
    private static <A> Answer<A> answer(
            Map<Question<?>, Answer<?>> answers, Question<A> question, Function<Question<A>, Answer<A>> model) {
        Answer<?> before = answers.get(question);
        if (before != null) {
            return (Answer<A>) before;
        }
        Answer<A> given = model.apply(question);
        answers.putIfAbsent(question, given);
        return given;
    }
}

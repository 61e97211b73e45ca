package murmuration.privacy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import murmuration.core.Answer;
import murmuration.core.LanguageModel;
import murmuration.core.Question;

/** Rates as it is told: by the text, and by how many it was asked before. */
final class ScriptedModel implements LanguageModel {
    private final String id;
    private final BiFunction<String, Integer, Answer<Integer>> script;
    private final AtomicInteger asked = new AtomicInteger();

    ScriptedModel(String id, BiFunction<String, Integer, Answer<Integer>> script) {
        this.id = id;
        this.script = script;
    }

    static ScriptedModel rating(int rating) {
        return new ScriptedModel("scripted", (text, before) -> Answer.of(rating));
    }

    int asked() {
        return asked.get();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int namingSample() {
        return 1;
    }

    @Override
    @SuppressWarnings("unchecked") // it is asked nothing but audits, which integers answer
    public <A> Answer<A> ask(Question<A> question) {
        String text = ((Question.Audit) question).text().text();
        return (Answer<A>) script.apply(text, asked.getAndIncrement());
    }
}

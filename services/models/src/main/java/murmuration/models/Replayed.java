package murmuration.models;

import java.util.SortedMap;
import murmuration.core.Answer;
import murmuration.core.EndState;
import murmuration.core.ErrorCode;
import murmuration.core.LanguageModel;
import murmuration.core.MurmurationException;
import murmuration.core.Purpose;
import murmuration.core.Question;

/** What a model has answered before; what it has not is counted as unanswered, and never asked. */
record Replayed(LanguageModel recalled) implements LanguageModel {
    @Override
    public String id() {
        return recalled.id();
    }

    @Override
    public int namingSample() {
        return recalled.namingSample();
    }

    @Override
    public SortedMap<Purpose, String> prompts() {
        return recalled.prompts();
    }

    @Override
    public <A> Answer<A> ask(Question<A> question) {
        try {
            return recalled.ask(question);
        } catch (MurmurationException e) {
            return unanswered(e);
        }
    }

    @Override
    public <A> Answer<A> askAgain(Question<A> question) {
        try {
            return recalled.askAgain(question);
        } catch (MurmurationException e) {
            return unanswered(e);
        }
    }

    private static <A> Answer<A> unanswered(MurmurationException failure) {
        if (failure.code() != ErrorCode.NOT_FOUND) {
            throw failure;
        }
        return Answer.missing(EndState.UNANSWERED);
    }
}

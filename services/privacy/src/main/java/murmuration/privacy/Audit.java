package murmuration.privacy;

import java.text.Normalizer;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import murmuration.core.Answer;
import murmuration.core.ErrorCode;
import murmuration.core.LanguageModel;
import murmuration.core.MurmurationException;
import murmuration.core.Purpose;
import murmuration.core.Question;
import murmuration.core.Question.Label;

/**
 * Rates how identifying a text is, 1 to 5 (method.md, 10). Fails closed: what cannot be rated counts as 1. The detectors
 * may only lower a rating. Thread-safe where the model is.
 */
final class Audit {
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
    private static final Pattern JOINT = Pattern.compile("[_\\-/]+");

    private final LanguageModel model;
    private final Predicate<String> personalData;
    private final int threshold;

    /** @param personalData says whether a text holds personal data of fixed shape */
    Audit(LanguageModel model, Predicate<String> personalData, int threshold) {
        this.model = model;
        this.personalData = personalData;
        this.threshold = threshold;
    }

    /** A rating; unreadable ones are 1. */
    record Rating(int value, boolean readable) {}

    Rating rate(Label text, String criteria) {
        Question.Audit question = new Question.Audit(text, criteria);
        Rating first = vote(() -> model.ask(question));
        boolean again = first.value() == threshold && !model.id().equals("offline");
        Rating rating = again ? lower(first, vote(() -> model.askAgain(question))) : first;
        return clean(text.text()) ? rating : new Rating(1, rating.readable());
    }

    boolean passes(int rating) {
        return rating >= threshold && rating <= 5;
    }

    /** Whether the detectors find nothing, also not behind invisible or look-alike characters. */
    boolean clean(String text) {
        String plain = INVISIBLE
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                .replaceAll("");
        return !personalData.test(text) && !personalData.test(plain);
    }

    /** Whether a facet's value may be shown as it is; {@code book_a_flight} is read as three words. */
    boolean passesAsValue(String value, String criteria) {
        String words = JOINT.matcher(value).replaceAll(" ").strip();
        return clean(value) && passes(rate(new Label(words, ""), criteria).value());
    }

    String modelId() {
        return model.id();
    }

    /** How a model was asked, purpose by purpose. */
    SortedMap<Purpose, String> prompts() {
        return model.prompts();
    }

    /** Who rates, for the record. */
    String ratedBy() {
        return model.id() + ", detectors";
    }

    private static Rating vote(Supplier<Answer<Integer>> ballot) {
        try {
            return ballot.get() instanceof Answer.Given<Integer>(Integer given) && given >= 1 && given <= 5
                    ? new Rating(given, true)
                    : new Rating(1, false);
        } catch (MurmurationException e) {
            if (isAnswer(e.code())) {
                return new Rating(1, false);
            }
            throw e;
        }
    }

    /** Failures that are the model's last word on this text; all others say nothing about it. */
    private static boolean isAnswer(ErrorCode code) {
        return switch (code) {
            case MALFORMED_OUTPUT, REFUSED, TRUNCATED, CONTEXT_TOO_LONG -> true;
            default -> false;
        };
    }

    private static Rating lower(Rating a, Rating b) {
        return a.value() <= b.value() ? a : b;
    }
}

package murmuration.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import murmuration.core.Answer;
import murmuration.core.Question;
import murmuration.core.Question.Label;
import org.junit.jupiter.api.Test;

class RatingTest {
    private static Answer<Integer> rate(Set<String> vocabulary, String name, String description) {
        return OfflineModel.of(vocabulary).ask(new Question.Audit(new Label(name, description), ""));
    }

    @Test
    void aTextOfGeneralWordsIsOnlyGeneral() {
        assertThat(rate(
                        Set.of(),
                        "Book a flight",
                        "Users asked to book flights. They often mentioned cheaper tickets."))
                .isEqualTo(Answer.of(5));
    }

    @Test
    void aWordThatIsOnlyFrequentHereNarrows() {
        assertThat(rate(Set.of("grobnix"), "Explain grobnix", "")).isEqualTo(Answer.of(3));
    }

    @Test
    void aWordThatNobodyKnowsPointsAtSomebody() {
        assertThat(rate(Set.of(), "Explain grobnix", "")).isEqualTo(Answer.of(2));
    }

    @Test
    void aNamePointsAtSomebodyHoweverFrequent() {
        assertThat(rate(Set.of("garcia", "munich"), "Call garcia in munich", ""))
                .isEqualTo(Answer.of(2));
    }

    @Test
    void personalDataIdentify() {
        assertThat(rate(Set.of(), "Write to jane@example.org", "")).isEqualTo(Answer.of(1));
        assertThat(rate(Set.of(), "Help Sarah Connor", "")).isEqualTo(Answer.of(1));
    }

    /** Each knows words that the other lacks: neither was made from the other. */
    @Test
    void theAuditHasAListOfItsOwn() {
        assertThat(PublicWords.isCommon("wifi")).isTrue();
        assertThat(AuditWords.isGeneral("wifi")).isFalse();
        assertThat(AuditWords.isGeneral("sesquipedalian")).isTrue();
        assertThat(PublicWords.isCommon("sesquipedalian")).isFalse();
    }
}

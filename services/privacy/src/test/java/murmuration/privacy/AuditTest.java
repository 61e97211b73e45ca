package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import murmuration.core.Answer;
import murmuration.core.EndState;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.Question.Label;
import org.junit.jupiter.api.Test;

class AuditTest {
    private static final Label TEXT = new Label("Book a flight", "Users asked for flights.");

    @Test
    void anUnreadableRatingIsTheLowest() {
        assertThat(rating(new ScriptedModel("m", (text, n) -> Answer.missing(EndState.UNPARSEABLE))))
                .isEqualTo(new Audit.Rating(1, false));
        assertThat(rating(ScriptedModel.rating(6))).isEqualTo(new Audit.Rating(1, false));
        assertThat(rating(ScriptedModel.rating(0))).isEqualTo(new Audit.Rating(1, false));
    }

    @Test
    void aRefusalIsARatingButAnOutageIsNone() {
        assertThat(rating(failing(ErrorCode.REFUSED)).value()).isEqualTo(1);
        assertThat(rating(failing(ErrorCode.MALFORMED_OUTPUT)).value()).isEqualTo(1);
        assertThatThrownBy(() -> rating(failing(ErrorCode.OVERLOADED))).isInstanceOf(MurmurationException.class);
        assertThatThrownBy(() -> rating(failing(ErrorCode.BUDGET_SPENT))).isInstanceOf(MurmurationException.class);
    }

    @Test
    void exactlyAtTheThresholdTheLowerOfTwoVotesCounts() {
        ScriptedModel wavering = new ScriptedModel("m", (text, n) -> Answer.of(n == 0 ? 3 : 2));
        assertThat(rating(wavering).value()).isEqualTo(2);
        ScriptedModel sure = ScriptedModel.rating(4);
        assertThat(rating(sure).value()).isEqualTo(4);
        assertThat(sure.asked()).isEqualTo(1);
        ScriptedModel offline = new ScriptedModel("offline", (text, n) -> Answer.of(3));
        assertThat(rating(offline).value()).isEqualTo(3);
        assertThat(offline.asked())
                .as("a model that always says the same is asked once")
                .isEqualTo(1);
    }

    @Test
    void detectorsOnlyLower() {
        Audit suspicious = new Audit(ScriptedModel.rating(5), text -> text.contains("@"), 3);
        assertThat(suspicious.rate(new Label("Write to a@b.c", ""), "").value()).isEqualTo(1);
        assertThat(suspicious
                        .rate(new Label("Write to a\u200B\uFF20b.c", ""), "")
                        .value())
                .as("a full-width sign behind an invisible one")
                .isEqualTo(1);
        Audit calm = new Audit(ScriptedModel.rating(2), text -> false, 3);
        assertThat(calm.rate(TEXT, "").value()).isEqualTo(2);
    }

    private static Audit.Rating rating(ScriptedModel model) {
        return new Audit(model, text -> false, 3).rate(TEXT, "");
    }

    private static ScriptedModel failing(ErrorCode code) {
        AtomicInteger calls = new AtomicInteger();
        return new ScriptedModel("m", (text, n) -> {
            throw new MurmurationException(code, "call " + calls.incrementAndGet());
        });
    }
}

package murmuration.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import murmuration.core.AccountId;
import murmuration.core.ConversationId;
import murmuration.core.EndState;
import murmuration.core.RunSpec;
import murmuration.core.RunSpec.Accounts;
import murmuration.core.RunSpec.Strategy;
import murmuration.extraction.shards.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DrawTest {
    private static final int N = 2000;

    @Test
    void drawsSoManyAndTheSameAgain() {
        Draw.Drawn drawn = draw(Specs.spec(Specs.sampling(Strategy.CONVERSATIONS, 100, null), Accounts.REQUIRED));
        assertThat(drawn.sampled()).isEqualTo(100);
        assertThat(count(drawn, EndState.OK)).isEqualTo(100);
        assertThat(count(drawn, EndState.NOT_SAMPLED)).isEqualTo(N - 100);
        assertThat(draw(Specs.spec(Specs.sampling(Strategy.CONVERSATIONS, 100, null), Accounts.REQUIRED))
                        .states())
                .isEqualTo(drawn.states());
    }

    @Test
    void anAccountIsTakenNoMoreOftenThanTheCap() {
        Draw.Drawn drawn = draw(Specs.spec(Specs.sampling(Strategy.CONVERSATIONS, null, 3), Accounts.REQUIRED));
        assertThat(drawn.sampled()).isEqualTo(60);
        assertThat(drawn.accounts()).isEqualTo(20);
        assertThat(count(drawn, EndState.CAPPED)).isEqualTo(N - 60);
    }

    @Test
    void aLargerDrawHoldsTheSmallerOne() {
        byte[] few = draw(Specs.spec(Specs.sampling(Strategy.CONVERSATIONS, 50, null), Accounts.REQUIRED))
                .states();
        byte[] more = draw(Specs.spec(Specs.sampling(Strategy.CONVERSATIONS, 500, null), Accounts.REQUIRED))
                .states();
        for (int i = 0; i < N; i++) {
            assertThat(few[i] == 0 && more[i] != 0).isFalse();
        }
    }

    @Test
    void withoutAccountOrOutsideOfTheWindowIsExcluded() {
        RunSpec.Sampling window = new RunSpec.Sampling(
                Strategy.CONVERSATIONS, null, null, Instant.ofEpochSecond(10), Instant.ofEpochSecond(20));
        Draw draw = new Draw(Specs.spec(window, Accounts.REQUIRED), 6);
        draw.add(header(1, 1, 10L, 1));
        draw.add(header(2, 1, 20L, 1));
        draw.add(header(3, 1, 9L, 1));
        draw.add(header(4, 1, null, 1));
        draw.add(header(5, 0, 15L, 1));
        draw.add(header(6, 1, 19L, 1));
        byte excluded = (byte) EndState.EXCLUDED.number();
        assertThat(draw.draw().states()).containsExactly(0, excluded, excluded, excluded, excluded, 0);
    }

    @Test
    void thePlaceOfAnErasedConversationIsCountedWithNothingElse() {
        Draw draw = new Draw(Specs.spec(), 3);
        draw.add(header(1, 1, null, 1));
        draw.addErased();
        draw.add(header(2, 0, null, 1));
        assertThat(draw.draw().states())
                .containsExactly(0, (byte) EndState.ERASED.number(), (byte) EndState.EXCLUDED.number());
    }

    @Test
    void aConversationWithoutAccountMayStandForItself() {
        Draw draw =
                new Draw(Specs.spec(Specs.sampling(Strategy.CONVERSATIONS, null, 1), Accounts.ONE_PER_CONVERSATION), 2);
        draw.add(header(1, 0, null, 1));
        draw.add(header(2, 0, null, 1));
        Draw.Drawn drawn = draw.draw();
        assertThat(drawn.sampled()).isEqualTo(2);
        assertThat(drawn.accounts()).isEqualTo(2);
    }

    @Test
    void byCompletionsLongConversationsAreDrawnMoreOften() {
        // half have one answer, half have nine: of 1,000 draws about 900 should go to the latter, and over 760 do with
        // all but certainty (15 standard deviations of the draw by conversations)
        Draw draw = new Draw(Specs.spec(Specs.sampling(Strategy.COMPLETIONS, 1000, null), Accounts.REQUIRED), 20_000);
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            draw.add(header(random.nextLong(), i + 1, null, i % 2 == 0 ? 1 : 9));
        }
        byte[] states = draw.draw().states();
        int ofLong = 0;
        for (int i = 1; i < 20_000; i += 2) {
            ofLong += states[i] == 0 ? 1 : 0;
        }
        assertThat(ofLong).isBetween(760, 990);
    }

    /** Only whom chance left out may be counted as if each were another's. */
    @Test
    void byCompletionsOneWithoutAnAnswerIsExcluded() {
        Draw draw = new Draw(Specs.spec(Specs.sampling(Strategy.COMPLETIONS, 1, null), Accounts.REQUIRED), 7);
        draw.add(header(1, 1, null, 1));
        draw.add(header(2, 2, null, 1));
        for (int i = 0; i < 5; i++) {
            draw.add(header(3 + i, 3, null, 0));
        }
        Draw.Drawn drawn = draw.draw();
        assertThat(drawn.sampled()).isEqualTo(1);
        assertThat(count(drawn, EndState.NOT_SAMPLED)).isEqualTo(1);
        assertThat(count(drawn, EndState.EXCLUDED)).isEqualTo(5);
    }

    private static Draw.Drawn draw(RunSpec spec) {
        Draw draw = new Draw(spec, N);
        Random random = new Random(1);
        for (int i = 0; i < N; i++) {
            draw.add(header(random.nextLong(), 1 + i % 20, null, 1));
        }
        return draw.draw();
    }

    private static Header header(long id, long account, @Nullable Long second, int completions) {
        return new Header(
                new ConversationId(new UUID(id, id)),
                account == 0 ? null : new AccountId(new UUID(account, account)),
                second == null ? null : Instant.ofEpochSecond(second),
                completions);
    }

    private static int count(Draw.Drawn drawn, EndState state) {
        int count = 0;
        for (byte b : drawn.states()) {
            count += b == state.number() ? 1 : 0;
        }
        return count;
    }
}

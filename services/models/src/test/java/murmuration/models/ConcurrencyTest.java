package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrencyTest {
    private static final int MOST = 200;
    private static final long SECOND = 1_000_000_000L;

    private final Random random = new Random(11);

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 20, 80})
    void settlesNearWhatTheProviderDoesAtATime(int places) {
        Concurrency found = Concurrency.upTo(MOST);
        ask(found, 20 * MOST, places);
        assertThat(ask(found, 80 * MOST, places)).isBetween(0.8 * places, 1.4 * places);
    }

    @Test
    void asksAsMuchAsItMayWhereNothingWaits() {
        Concurrency found = Concurrency.upTo(MOST);
        ask(found, 4 * MOST, MOST);
        assertThat(found.limit()).isEqualTo(MOST);
    }

    @Test
    void findsMorePlacesOnceThereAreMore() {
        Concurrency found = Concurrency.upTo(MOST);
        ask(found, 10 * MOST, 10);
        ask(found, 30 * MOST, 100);
        assertThat(ask(found, 50 * MOST, 100)).isGreaterThan(80);
    }

    @Test
    void asksAsMuchAsBeforeWhereTheProviderGetsSlowForEverybody() {
        Concurrency found = Concurrency.upTo(MOST);
        ask(found, 50 * MOST, 40);
        for (int answer = 0; answer < 50 * MOST; answer++) {
            found.answered(5 * time(found.limit(), 40));
        }
        assertThat(found.limit()).isBetween(30, 60);
    }

    @Test
    void asksAThirdLessOnceForAllThatWereUnderWayWhenItWasTooMuch() {
        Concurrency said = Concurrency.of(90);
        for (int refused = 0; refused < 50; refused++) {
            said.overloaded();
        }
        assertThat(said.limit()).isEqualTo(60);
    }

    @Test
    void comesBackToWhatWasSaidWhateverTheAnswersTake() {
        Concurrency said = Concurrency.of(90);
        said.overloaded();
        for (int answer = 0; answer < 1_000; answer++) {
            said.answered(SECOND * (1 + answer));
        }
        assertThat(said.limit()).isEqualTo(90);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.12, 0.3})
    void asksAsMuchAsBeforeWhereOverloadsComeHoweverLittleIsAsked(double share) {
        for (Concurrency each : List.of(Concurrency.of(100), Concurrency.upTo(100))) {
            refused(each, 2_000, limit -> share);
            assertThat(refused(each, 50_000, limit -> share)).isGreaterThan(75);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 40})
    void asksWhatThereIsPlaceForWhereTheRestIsRefused(int places) {
        for (Concurrency each : List.of(Concurrency.of(MOST), Concurrency.upTo(MOST))) {
            refused(each, 5_000, limit -> 1 - (double) places / limit);
            assertThat(refused(each, 50_000, limit -> 1 - (double) places / limit))
                    .isBetween(0.6 * places, 1.6 * places + 2);
        }
    }

    @Test
    void comesBackOnceNothingIsRefusedAnyMore() {
        Concurrency said = Concurrency.of(90);
        refused(said, 2_000, limit -> 1);
        assertThat(said.limit()).isEqualTo(1);
        refused(said, 20, limit -> 0);
        assertThat(said.limit()).isGreaterThan(1);
        refused(said, 1_500, limit -> 0);
        assertThat(said.limit()).isEqualTo(90);
    }

    @Test
    void alwaysAsksSomething() {
        Concurrency found = Concurrency.upTo(MOST);
        for (int refused = 0; refused < 1_000; refused++) {
            found.overloaded();
        }
        assertThat(found.limit()).isEqualTo(1);
    }

    /** Asks so many times; the mean of what was under way. */
    private double ask(Concurrency found, int times, int places) {
        double sum = 0;
        for (int i = 0; i < times; i++) {
            found.answered(time(found.limit(), places));
            sum += found.limit();
        }
        return sum / times;
    }

    /** Gets so many outcomes, of which a share is refused that depends on how much is asked; the mean of what was under way. */
    private double refused(Concurrency found, int times, IntToDoubleFunction share) {
        double sum = 0;
        for (int i = 0; i < times; i++) {
            if (random.nextDouble() < share.applyAsDouble(found.limit())) {
                found.overloaded();
            } else {
                found.answered(time(found.limit(), MOST));
            }
            sum += found.limit();
        }
        return sum / times;
    }

    /** An answer takes about a second, times differ by a third, and who finds no place waits. */
    private long time(int calls, int places) {
        double waiting = Math.max(1, (double) calls / places);
        return (long) (SECOND * waiting * Math.max(0.2, 1 + random.nextGaussian() / 3));
    }
}

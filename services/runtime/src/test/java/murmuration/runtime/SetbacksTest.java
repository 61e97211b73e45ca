package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.junit.jupiter.api.Test;

class SetbacksTest {
    private final Setbacks setbacks = new Setbacks();

    @Test
    void whatFailedAmongSuccessesIsTriedAgainSoon() {
        setbacks.add(new MurmurationException(ErrorCode.UNAVAILABLE, "HTTP 500"));
        setbacks.noneThisTime();
        assertWaits(Optional.of(Duration.ZERO));
    }

    @Test
    void whereMoreThanHalfFailedTheWaitGrowsFromAttemptToAttempt() {
        setbacks.noneThisTime();
        setbacks.add(new MurmurationException(ErrorCode.UNAVAILABLE, "HTTP 500"));
        setbacks.add(new MurmurationException(ErrorCode.UNAVAILABLE, "HTTP 500"));
        assertWaits(Optional.empty());
    }

    @Test
    void whatIsNoOutageIsNotTriedAgainSoon() {
        setbacks.noneThisTime();
        setbacks.add(new MurmurationException(ErrorCode.INTERNAL, "NullPointerException"));
        assertWaits(Optional.empty());
    }

    @Test
    void whereNothingWentWellTheWaitGrowsFromAttemptToAttempt() {
        setbacks.add(new MurmurationException(ErrorCode.UNAVAILABLE, "HTTP 500"));
        assertWaits(Optional.empty());
    }

    @Test
    void whatAProviderAsksForIsKeptAlsoAmongSuccesses() {
        setbacks.noneThisTime();
        setbacks.add(new MurmurationException(ErrorCode.RATE_LIMITED, "HTTP 429", Duration.ofSeconds(20)));
        assertWaits(Optional.of(Duration.ofSeconds(20)));
    }

    private void assertWaits(Optional<Duration> wait) {
        assertThatThrownBy(setbacks::rethrow)
                .isInstanceOfSatisfying(
                        MurmurationException.class,
                        e -> org.assertj.core.api.Assertions.assertThat(e.retryAfter())
                                .isEqualTo(wait));
    }
}

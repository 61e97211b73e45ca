package murmuration.workflows.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.stream.Stream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TemporalErrorsTest {
    private static final Duration DELAY = Duration.ofSeconds(2);

    @TestFactory
    Stream<DynamicTest> anotherAttemptFollowsExactlyWhereTheCodeSaysThatItMayHelp() {
        return Stream.of(ErrorCode.values())
                .map(code -> DynamicTest.dynamicTest(code.name(), () -> {
                    ApplicationFailure failure = TemporalErrors.of(new MurmurationException(code, "shard 3"), DELAY);
                    assertThat(failure.getType()).isEqualTo(code.name());
                    assertThat(failure.getOriginalMessage()).isEqualTo("shard 3");
                    assertThat(failure.isNonRetryable()).isEqualTo(!code.retryable());
                    assertThat(failure.getNextRetryDelay()).isEqualTo(code.retryable() ? DELAY : null);
                }));
    }

    @Test
    void neitherCauseNorTraceLeavesTheProcess() {
        RuntimeException foreign = new IllegalStateException("a text of somebody");
        ApplicationFailure failure = TemporalErrors.of(TemporalErrors.known(foreign), DELAY);

        assertThat(failure.getOriginalMessage()).isEqualTo("IllegalStateException");
        assertThat(failure).hasNoCause();
        assertThat(failure.getStackTrace()).isEmpty();
    }

    @Test
    void aMessageIsCutBeforeItBreaksThePayloadsBound() {
        assertThat(TemporalErrors.last("INTERNAL", "x".repeat(20_000)).getOriginalMessage())
                .hasSize(500);
    }
}

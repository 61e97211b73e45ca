package murmuration.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private final AtomicLong clock = new AtomicLong();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Failures failures = new Failures(metrics, clock::get);

    @Test
    void anAddressIsSlowedBeyondSoManyAMinuteAndNoOther() {
        for (int i = 0; i < Failures.MOST; i++) {
            assertThat(failures.tooMany("10.0.0.1")).isFalse();
        }
        assertThat(failures.tooMany("10.0.0.1")).isTrue();
        assertThat(failures.tooMany("10.0.0.2")).isFalse();
        clock.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(failures.tooMany("10.0.0.1")).isFalse();
        assertThat(metrics.counter(Failures.METRIC).count()).isEqualTo(Failures.MOST + 3.0);
    }
}

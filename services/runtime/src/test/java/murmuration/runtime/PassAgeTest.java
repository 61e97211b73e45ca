package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PassAgeTest {
    private final AtomicLong clock = new AtomicLong(-7);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final PassAge age = new PassAge(clock::get);

    @Test
    void growsFromTheStartOnUntilAPassSucceeds() {
        age.shownIn(metrics, "age_seconds", "of a test");
        assertThat(shown()).isZero();

        clock.addAndGet(Duration.ofMillis(1500).toNanos());
        assertThat(shown()).isEqualTo(1.5);

        age.passed();
        assertThat(shown()).isZero();
        clock.addAndGet(Duration.ofHours(5).toNanos());
        assertThat(shown()).isEqualTo(18_000);
    }

    private double shown() {
        return metrics.get("age_seconds").gauge().value();
    }
}

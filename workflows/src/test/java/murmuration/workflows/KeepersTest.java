package murmuration.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.TestDatabase;
import murmuration.workflows.audit.AuditKeeper;
import murmuration.workflows.audit.TestAudit;
import org.junit.jupiter.api.Test;

/** What tells of a keeper whose passes fail: how long ago the last one succeeded. */
class KeepersTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void theAuditsGrowsWhilePassesFail() {
        TestDatabase postgres = TestDatabase.create();
        AuditKeeper keeper = TestAudit.of(postgres.as("workflows")).keeper(10, HOUR);
        keeper.shownIn(metrics);

        long before = System.nanoTime();
        keeper.pass(true);
        assertThat(shown("audit")).isLessThanOrEqualTo(since(before));

        long succeeded = System.nanoTime();
        postgres.execute("DROP SCHEMA runs CASCADE");
        assertThatThrownBy(() -> keeper.pass(true)).isInstanceOf(RuntimeException.class);
        double least = since(succeeded);
        assertThat(shown("audit")).isGreaterThanOrEqualTo(least);
    }

    @Test
    void thatOfRetentionGrowsWhilePassesFailOrBreakOff() {
        AtomicBoolean away = new AtomicBoolean();
        AtomicBoolean whole = new AtomicBoolean(true);
        RetentionKeeper keeper = new RetentionKeeper(
                interval -> {
                    assertThat(interval).isEqualTo(HOUR);
                    if (away.get()) {
                        throw new MurmurationException(ErrorCode.UNAVAILABLE, "the database does not answer");
                    }
                    return whole.get();
                },
                HOUR);
        keeper.shownIn(metrics);

        long before = System.nanoTime();
        keeper.tend();
        assertThat(shown("retention")).isLessThanOrEqualTo(since(before));

        long succeeded = System.nanoTime();
        whole.set(false);
        keeper.tend();
        away.set(true);
        keeper.tend();
        double least = since(succeeded);
        assertThat(shown("retention")).isGreaterThanOrEqualTo(least);
    }

    /** Read before it is compared with how long ago something was, so that it is never later. */
    private double shown(String keeper) {
        return metrics.get("murmuration_" + keeper + "_pass_age_seconds")
                .gauge()
                .value();
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}

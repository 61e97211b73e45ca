package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final Duration EVERY = Duration.ofMillis(2);

    @Test
    void saysTheSameAgainWhileTheWorkSaysNothing() throws InterruptedException {
        CountDownLatch said = new CountDownLatch(4);
        Progress caller = (done, total, outcomes) -> {
            if (done == 3 && total == 7) {
                said.countDown();
            }
        };
        try (Heartbeat heartbeat = new Heartbeat(caller, EVERY)) {
            heartbeat.report(3, 7);
            assertThat(said.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void saysNothingOnceItIsClosed() throws InterruptedException {
        AtomicBoolean closed = new AtomicBoolean();
        AtomicBoolean late = new AtomicBoolean();
        Heartbeat first = new Heartbeat((done, total, outcomes) -> late.compareAndSet(false, closed.get()), EVERY);
        first.report(1, 2);
        first.close();
        closed.set(true);

        // another that beats as often has beaten a few times meanwhile
        CountDownLatch others = new CountDownLatch(20);
        try (Heartbeat other = new Heartbeat((done, total, outcomes) -> others.countDown(), EVERY)) {
            other.report(0, 1);
            assertThat(others.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(late).isFalse();
    }

    @Test
    void theWorkHearsAtItsNextReportThatTheCallerHasGone() throws InterruptedException {
        CountDownLatch beaten = new CountDownLatch(1);
        Progress gone = (done, total, outcomes) -> {
            beaten.countDown();
            throw new MurmurationException(ErrorCode.CANCELED, "the caller has gone");
        };
        try (Heartbeat heartbeat = new Heartbeat(gone, EVERY)) {
            assertThat(beaten.await(20, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> heartbeat.report(1, 2)).hasMessage("the caller has gone");
        }
    }
}

package murmuration.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.junit.jupiter.api.Test;

class BeginningTest {
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Beginning beginning = new Beginning(Duration.ofMillis(1));

    @Test
    void whatFailsIsDoneAgainUntilItSucceedsAndNotOnceMore() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);

        beginning.begin(() -> {
            switch (attempts.incrementAndGet()) {
                case 1 -> throw new MurmurationException(ErrorCode.UNAVAILABLE, "Temporal does not answer");
                case 2 -> throw new IllegalStateException("neither does the database");
                default -> done.countDown();
            }
        });

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(beginning.isOver(GRACE)).isTrue();
        assertThat(attempts).hasValue(3);
    }

    @Test
    void whatIsUnderWayIsBrokenOffAtTheEnd() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        AtomicBoolean broken = new AtomicBoolean();
        beginning.begin(() -> {
            underWay.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                broken.set(true);
                throw new IllegalStateException(e);
            }
        });
        assertThat(underWay.await(30, TimeUnit.SECONDS)).isTrue();

        beginning.stop(GRACE);

        assertThat(broken).isTrue();
    }
}

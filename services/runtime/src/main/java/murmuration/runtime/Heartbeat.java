package murmuration.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A {@link Pulse} that beats by itself, for work that cannot make it beat: a statement of the database may take hours. Once
 * the caller has gone it beats no more, and the work hears of that at its next report.
 */
final class Heartbeat implements Progress, AutoCloseable {
    private final Pulse pulse;
    private final Duration every;
    private final CountDownLatch over = new CountDownLatch(1);

    /** Beats from now on until it is closed. */
    Heartbeat(Progress progress, Duration every) {
        pulse = new Pulse(progress, every);
        this.every = every;
        Thread.ofVirtual().name("heartbeat").start(this::beat);
    }

    @Override
    public synchronized void report(long done, long total, Map<String, Long> outcomes) {
        pulse.report(done, total, outcomes);
    }

    /** Ends the beating: once this has returned, nothing more is said. */
    @Override
    public synchronized void close() {
        over.countDown();
    }

    private void beat() {
        try {
            while (!over.await(every.toNanos(), TimeUnit.NANOSECONDS)) {
                sayAgain();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // nobody listens any more
        }
    }

    private synchronized void sayAgain() {
        if (over.getCount() > 0) {
            pulse.beat();
        }
    }
}

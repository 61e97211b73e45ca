package murmuration.workflows;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import murmuration.core.MurmurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does once what needs other servers, as soon as they answer: in the background, and anew after each failure. */
final class Beginning {
    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);

    private final Duration between;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("beginning").factory());

    private String waitsFor = "";

    /** @param between what lies between two attempts */
    Beginning(Duration between) {
        this.between = between;
    }

    /** @param work may have been done in part before */
    void begin(Runnable work) {
        var ignored = clock.scheduleWithFixedDelay(() -> attempt(work), 0, between.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the work is done and nothing will be tried again, after this time at most. */
    boolean isOver(Duration within) throws InterruptedException {
        return clock.awaitTermination(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends, and breaks off what is under way. */
    void stop(Duration grace) {
        clock.shutdownNow();
        try {
            if (!clock.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the worker's start does not break off");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt(Runnable work) {
        try {
            work.run();
            clock.shutdown();
        } catch (MurmurationException e) {
            waits(e.code().name());
        } catch (StatusRuntimeException e) {
            waits(e.getStatus().getCode().name());
        } catch (RuntimeException e) {
            waits(e.getClass().getSimpleName());
        } catch (Error e) {
            LOG.error("the worker does not start: {}", e.getClass().getSimpleName());
            throw e;
        }
    }

    /** Says it once for each reason: what lasts may be a wrong address, or a right that is missing. */
    private void waits(String reason) {
        if (!reason.equals(waitsFor)) {
            LOG.warn("the worker waits for Temporal and the database: code={}", reason);
        }
        waitsFor = reason;
    }
}

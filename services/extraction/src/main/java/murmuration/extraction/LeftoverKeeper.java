package murmuration.extraction;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import murmuration.core.MurmurationException;
import murmuration.core.ObjectStore;
import murmuration.extraction.imports.Uploads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes uploads that wait for no import any more and what processes that died had half written, from the start on and for
 * as long as the process works. Any number of processes may have one: what is younger than {@link Uploads#KEPT} is left alone.
 */
final class LeftoverKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LeftoverKeeper.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final ObjectStore objects;
    private final Uploads uploads;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("leftovers").factory());

    LeftoverKeeper(ObjectStore objects, Uploads uploads) {
        this.objects = objects;
        this.uploads = uploads;
    }

    void start() {
        var ignored = clock.scheduleWithFixedDelay(this::tend, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends; what breaks off is done by whoever is next. */
    void stop() {
        clock.shutdownNow();
    }

    void tend() {
        try {
            Instant limit = Instant.now().minus(Uploads.KEPT);
            uploads.forget(limit);
            objects.deleteUnfinished(limit);
        } catch (MurmurationException e) {
            LOG.warn("leftovers wait for the next hour: code={}", e.code());
        } catch (IOException | RuntimeException e) {
            LOG.warn("leftovers wait for the next hour: code={}", e.getClass().getSimpleName());
        }
    }
}

package murmuration.runtime;

import java.time.Duration;
import java.util.Map;

/**
 * Progress that is said again while nothing new is done, so that a caller can tell long work from silence, and its going
 * away ends the work. Used by one thread.
 */
public final class Pulse implements Progress {
    /** So often is said that work goes on. */
    static final Duration EVERY = Duration.ofSeconds(1);

    private final Progress progress;
    private final Duration every;
    private long done;
    private long total;
    private Map<String, Long> outcomes = Map.of();
    private long saidAt = System.nanoTime();

    /** Says nothing until it is told something, or a second has passed. */
    public Pulse(Progress progress) {
        this(progress, EVERY);
    }

    Pulse(Progress progress, Duration every) {
        this.progress = progress;
        this.every = every;
    }

    @Override
    public void report(long doneNow, long totalNow, Map<String, Long> outcomesNow) {
        done = doneNow;
        total = totalNow;
        outcomes = outcomesNow;
        say();
    }

    /** Says the same again where nothing was said for a second. */
    public void beat() {
        if (System.nanoTime() - saidAt >= every.toNanos()) {
            say();
        }
    }

    private void say() {
        saidAt = System.nanoTime();
        progress.report(done, total, outcomes);
    }
}

package murmuration.clustering;

import java.time.Duration;

/** Signs of life while something long is computed, no more than one a second. */
final class Pulse implements Runnable {
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final Runnable beat;
    private long last = System.nanoTime();

    Pulse(Runnable beat) {
        this.beat = beat;
    }

    @Override
    public void run() {
        if (System.nanoTime() - last >= PAUSE) {
            last = System.nanoTime();
            beat.run();
        }
    }
}

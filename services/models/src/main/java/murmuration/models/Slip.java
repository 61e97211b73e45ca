package murmuration.models;

import java.time.Duration;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** What is put down at the counter, and what came of it. */
final class Slip {
    private final Entry entry;
    private Duration wait = Duration.ZERO;
    private @Nullable MurmurationException failure;
    private boolean booked;

    Slip(Entry entry) {
        this.entry = entry;
    }

    Entry entry() {
        return entry;
    }

    boolean isBooked() {
        return booked;
    }

    /** It has to be put down again after this wait; booked for good where there is none. */
    void booked(Duration after) {
        wait = after;
        booked = true;
    }

    void failed(MurmurationException why) {
        failure = why;
        booked = true;
    }

    /** How long to wait before it is put down again. */
    Duration result() {
        if (failure != null) {
            throw failure;
        }
        return wait;
    }
}

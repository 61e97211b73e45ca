package murmuration.models;

import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** What is put down at the counter, and what came of it. */
final class Slip {
    private final Entry entry;
    private @Nullable Wait wait;
    private @Nullable MurmurationException failure;

    Slip(Entry entry) {
        this.entry = entry;
    }

    Entry entry() {
        return entry;
    }

    /** It has to be put down again after this wait; booked for good where there is none. */
    void booked(Wait after) {
        wait = after;
    }

    void failed(MurmurationException why) {
        failure = why;
    }

    /** How long to wait before it is put down again; fails where it was not booked. */
    Wait result() {
        if (failure != null) {
            throw failure;
        }
        if (wait == null) {
            throw new MurmurationException(ErrorCode.INTERNAL, "the call was not booked");
        }
        return wait;
    }
}

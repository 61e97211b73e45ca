package murmuration.models;

import murmuration.core.RunKey;

/** A call that was not made after all: what was set aside for it is free again. */
record Returned(Reservation of) implements Entry {
    @Override
    public RunKey run() {
        return of.run();
    }

    @Override
    public String lane() {
        return of.lane();
    }
}

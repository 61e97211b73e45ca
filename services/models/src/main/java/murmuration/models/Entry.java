package murmuration.models;

import murmuration.core.RunKey;

/** What the cashier books. */
sealed interface Entry permits Reservation, Returned, Settlement {
    /** The call that it is about. */
    Reservation of();

    /** For whom. */
    default RunKey run() {
        return of().run();
    }

    /** Address and model, whose rate it counts against. */
    default String lane() {
        return of().lane();
    }
}

package murmuration.models;

import murmuration.core.RunKey;

/** What the cashier books. */
sealed interface Entry permits Reservation, Returned, Settlement {
    /** For whom. */
    RunKey run();

    /** Address and model, whose rate it counts against. */
    String lane();
}

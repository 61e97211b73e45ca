package murmuration.models;

import java.time.Duration;
import java.util.Locale;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/**
 * A run's money, in millionths of a dollar.
 *
 * @param budget null: there is none
 * @param spent settled, and reserved by calls whose end will not be known
 * @param underWay reserved by calls whose end will
 * @param unpriced a model that was asked and had no price; null where all had one
 */
record Purse(
        @Nullable Long budget,
        long spent,
        long underWay,
        @Nullable String unpriced) {
    /** How long to wait for the calls under way, which will give back what they do not need. */
    private static final Duration SHORT_WAIT = Duration.ofMillis(200);

    /** How long a call has to wait; fails where the budget has no room for it, or where nobody knows whether it has. */
    Duration until(Reservation call) {
        if (budget == null) {
            return Duration.ZERO;
        }
        @Nullable Long micros = call.micros();
        if (micros == null || unpriced != null) {
            throw new MurmurationException(
                    ErrorCode.BUDGET_SPENT,
                    "the budget cannot be kept, " + (micros == null ? call.model() : unpriced)
                            + " has no price: add it to the file that murmuration.models.prices-file names and start"
                            + " again, or take the budget away");
        }
        if (spent + micros > budget) {
            throw new MurmurationException(
                    ErrorCode.BUDGET_SPENT,
                    String.format(
                            Locale.ROOT,
                            "of a budget of %.2f USD %.2f are spent, and a call may cost %.4f",
                            budget / 1e6,
                            spent / 1e6,
                            micros / 1e6));
        }
        return spent + underWay + micros > budget ? SHORT_WAIT : Duration.ZERO;
    }

    /** With one more call under way. */
    Purse minus(Reservation call) {
        @Nullable Long micros = budget == null ? null : call.micros();
        return micros == null ? this : new Purse(budget, spent, underWay + micros, unpriced);
    }
}

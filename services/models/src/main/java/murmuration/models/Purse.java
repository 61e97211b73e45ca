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
 */
record Purse(@Nullable Long budget, long spent, long underWay) {
    /** How long to wait for the calls under way, which will give back what they do not need. */
    private static final Duration SHORT_WAIT = Duration.ofMillis(200);

    /** How long a call of this price has to wait; fails where the budget has no room for it. */
    Duration until(@Nullable Long micros) {
        if (budget == null) {
            return Duration.ZERO;
        }
        if (micros == null) {
            throw new MurmurationException(ErrorCode.BUDGET_SPENT, "the budget cannot be kept: the model has no price");
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
    Purse minus(@Nullable Long micros) {
        return micros == null ? this : new Purse(budget, spent, underWay + micros);
    }
}

package murmuration.models;

import java.time.Duration;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/**
 * How long a call has to wait before it may begin.
 *
 * @param forMoney for what calls under way will give back; otherwise for the provider's rate
 */
record Wait(Duration length, boolean forMoney) {
    static final Wait NONE = new Wait(Duration.ZERO, false);

    /** A call takes some seconds; who gives way to it comes back after about as many. */
    private static final Duration MONEY_REST = Duration.ofSeconds(5);

    /** After so long it is looked again, whatever the provider has said. */
    private static final Duration LONGEST_REST = Duration.ofMinutes(10);

    static Wait forMoney(Duration length) {
        return new Wait(length, true);
    }

    static Wait forRate(Duration length) {
        return new Wait(length, false);
    }

    boolean isOver() {
        return length.isZero();
    }

    Wait orLonger(Wait other) {
        return other.length.compareTo(length) > 0 ? other : this;
    }

    /** What whoever gives way is told: why, and when to come back. */
    MurmurationException givenUp() {
        return forMoney
                ? new MurmurationException(
                        ErrorCode.RATE_LIMITED, "the budget's rest is held by calls under way", MONEY_REST)
                : new MurmurationException(
                        ErrorCode.RATE_LIMITED,
                        "the provider is asked as much as it takes",
                        length.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : length);
    }
}

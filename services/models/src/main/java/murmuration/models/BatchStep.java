package murmuration.models;

import java.time.Duration;

/** How far the batch of a round is. @param age since it was handed in, where something is still to come */
public record BatchStep(State state, Duration age) {
    static final BatchStep ENDED = new BatchStep(State.ENDED, Duration.ZERO);
    static final BatchStep LEFT_OUT = new BatchStep(State.LEFT_OUT, Duration.ZERO);

    /** Where it stands. */
    public enum State {
        /** At the provider. */
        PENDING,
        /** Whatever has come of it is stored. */
        ENDED,
        /** Not handed in: the budget has no room for it now. */
        LEFT_OUT
    }

    static BatchStep pending(Duration age) {
        return new BatchStep(State.PENDING, age);
    }
}

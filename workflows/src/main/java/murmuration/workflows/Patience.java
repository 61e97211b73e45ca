package murmuration.workflows;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/**
 * How long activities may take, each named by its reason. None bounds its attempts: an outage is waited for, and the
 * activity itself says when no other attempt can help, and how long the next one waits.
 */
final class Patience {
    /** A service asks a model, perhaps a slow one, about many things. */
    static final ActivityOptions MODEL_CALL = watched(Duration.ofDays(2));

    /** A service computes, reads or writes; it takes as long as there are data. */
    static final ActivityOptions PURE_COMPUTE = watched(Duration.ofHours(12));

    /** A few of our own rows. */
    static final ActivityOptions OWN_ROWS = ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofSeconds(30))
            .setRetryOptions(unbounded())
            .build();

    /** A few of our own rows, and all that services have computed of a run, to be deleted: as long as there are data. */
    static final ActivityOptions ERASURE = watched(Duration.ofHours(12));

    /** Somebody else is told something that they could do without. */
    static final ActivityOptions COURTESY = ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofMinutes(2))
            .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(2).build())
            .build();

    private Patience() {}

    private static ActivityOptions watched(Duration longest) {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(longest)
                // sent every second or so: what is silent for this long has died with its worker
                .setHeartbeatTimeout(Duration.ofSeconds(30))
                .setRetryOptions(unbounded())
                .build();
    }

    /** For attempts that timed out; those that failed say themselves how long the next one waits. */
    private static RetryOptions unbounded() {
        return RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofSeconds(1))
                .setBackoffCoefficient(2)
                .setMaximumInterval(Duration.ofSeconds(30))
                .build();
    }
}

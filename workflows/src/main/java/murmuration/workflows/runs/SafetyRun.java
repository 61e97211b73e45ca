package murmuration.workflows.runs;

import java.time.Instant;
import murmuration.core.RunState;
import org.jspecify.annotations.Nullable;

/**
 * A run that is shown without minimums and audit, to a few and for a time (docs/decisions/0035).
 *
 * @param approval by another person than whoever asked; null while it waits
 * @param isOver whether its time is over
 * @param isDatasetDeleted whether the data set has been deleted that it is over
 * @param goneAt when everything of it was deleted
 */
public record SafetyRun(
        Run run,
        Terms terms,
        Instant askedAt,
        @Nullable Approved approval,
        boolean isOver,
        boolean isDatasetDeleted,
        @Nullable Instant goneAt) {

    /** What is said of one when it is asked for. @param reason in the words of whoever asks */
    public record Terms(String reason, Instant expiresAt) {}

    /** Where it stands, in one word. */
    public String state() {
        RunState state = run.standing().state();
        if (isOver) {
            return "EXPIRED";
        }
        if (approval == null && !state.ended()) {
            return "WAITING";
        }
        if (state == RunState.PUBLISHED) {
            return isErased() ? "ERASED" : "READY";
        }
        return state.name();
    }

    /** Whether what it found was deleted before its time: with its data set, with an account, or by retention. */
    private boolean isErased() {
        return isDatasetDeleted
                || run.times().erasedAt() != null
                || run.times().expired().containsKey(Held.RESULTS.name());
    }
}

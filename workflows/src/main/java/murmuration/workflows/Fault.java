package murmuration.workflows;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.workflows.steps.TemporalErrors;
import org.jspecify.annotations.Nullable;

/** What an activity or a child failed with: the code that it was given, and its clean message. */
record Fault(String code, String message) {
    /** Codes of a batch in which one conversation may be to blame. */
    private static final Set<ErrorCode> SPLIT = EnumSet.of(
            ErrorCode.INTERNAL,
            ErrorCode.INVALID_INPUT,
            ErrorCode.MALFORMED_OUTPUT,
            ErrorCode.REFUSED,
            ErrorCode.TRUNCATED,
            ErrorCode.CONTEXT_TOO_LONG,
            ErrorCode.TOO_LARGE,
            ErrorCode.UNREADABLE_SOURCE);

    /** The innermost word on a failure. */
    static Fault of(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ApplicationFailure ours -> {
                    return new Fault(ours.getType(), ours.getOriginalMessage());
                }
                case MurmurationException ours -> {
                    return new Fault(ours.code().name(), String.valueOf(ours.getMessage()));
                }
                case TimeoutFailure timeout -> {
                    return new Fault(ErrorCode.UNAVAILABLE.name(), "timed out: " + timeout.getTimeoutType());
                }
                case CanceledFailure canceled -> {
                    return new Fault(ErrorCode.CANCELED.name(), "canceled");
                }
                default -> {
                    // what wraps a failure says nothing that its cause does not
                }
            }
        }
        return new Fault(ErrorCode.INTERNAL.name(), failure.getClass().getSimpleName());
    }

    /** How the work ended, if it did not break. */
    Ending ending() {
        return Stream.of(Ending.values())
                .filter(ending -> ending.code().equals(code))
                .findFirst()
                .orElse(Ending.DONE);
    }

    /** Whether smaller batches may tell which conversation is to blame. */
    boolean splits() {
        return SPLIT.stream().anyMatch(known -> known.name().equals(code));
    }

    /** Whether another worker has taken the batch, so that it is claimed anew. */
    boolean stale() {
        return code.equals(ErrorCode.STALE_FENCE.name());
    }

    /** The same as a failure of this workflow, without whatever wrapped it. */
    ApplicationFailure failure() {
        return TemporalErrors.last(code, message);
    }
}

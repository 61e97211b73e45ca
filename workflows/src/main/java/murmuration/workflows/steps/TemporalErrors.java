package murmuration.workflows.steps;

import io.grpc.StatusRuntimeException;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.GrpcErrors;
import murmuration.workflows.runs.Desired;
import org.jspecify.annotations.Nullable;

/**
 * Translates failures to Temporal: the type is the code, the message is the clean one, and there is neither cause nor
 * stack trace, since both would be kept in the history.
 */
public final class TemporalErrors {
    /** The type of a failure that says: the owner wants the run to pause. */
    public static final String PAUSED = "PAUSED";

    /** Longer messages are cut: a list of faults may not break the payload's bound. */
    private static final int MAX_MESSAGE = 500;

    private TemporalErrors() {}

    /** A failure that no attempt follows. */
    public static ApplicationFailure last(String code, String message) {
        return failure(code, message, true, null);
    }

    /** A failure that another attempt follows, after a delay, unless its code says that none can help. */
    static ApplicationFailure of(MurmurationException failure, @Nullable Duration delay) {
        boolean useless = delay == null || !failure.code().retryable();
        return failure(failure.code().name(), failure.getMessage(), useless, useless ? null : delay);
    }

    /** Work that ends because the owner wants it so. */
    public static ApplicationFailure stopped(Desired desired) {
        return switch (desired) {
            case PAUSE -> last(PAUSED, "the run is to pause");
            case START_OVER -> last(ErrorCode.DATA_ERASED.name(), "the run starts over without what was erased");
            case RUN, CANCEL -> last(ErrorCode.CANCELED.name(), "the run is canceled");
        };
    }

    /** Any failure as one of ours; what we did not foresee keeps its type only. */
    static MurmurationException known(Throwable failure) {
        return switch (failure) {
            case MurmurationException ours -> ours;
            case StatusRuntimeException received -> GrpcErrors.received(received);
            default ->
                new MurmurationException(ErrorCode.INTERNAL, failure.getClass().getSimpleName(), failure);
        };
    }

    private static ApplicationFailure failure(
            String type, @Nullable String message, boolean last, @Nullable Duration delay) {
        String text = message == null ? "" : message;
        ApplicationFailure failure = ApplicationFailure.newBuilder()
                .setType(type)
                .setMessage(text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) : text)
                .setNonRetryable(last)
                .setNextRetryDelay(delay)
                .setCategory(wanted(type) ? ApplicationErrorCategory.BENIGN : ApplicationErrorCategory.UNSPECIFIED)
                .build();
        failure.setStackTrace(new StackTraceElement[0]);
        return failure;
    }

    private static boolean wanted(String type) {
        return type.equals(PAUSED)
                || type.equals(ErrorCode.CANCELED.name())
                || type.equals(ErrorCode.DATA_ERASED.name());
    }
}

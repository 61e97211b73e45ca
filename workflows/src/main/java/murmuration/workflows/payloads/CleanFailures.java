package murmuration.workflows.payloads;

import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.FailureConverter;
import io.temporal.failure.DefaultFailureConverter;

/**
 * Failures without stack traces, whoever threw them: a trace tells nothing that the code does not, and alone may be more
 * than a payload may hold.
 */
final class CleanFailures implements FailureConverter {
    private static final int MAX_MESSAGE = 1_000;

    private final FailureConverter all = new DefaultFailureConverter();

    @Override
    public RuntimeException failureToException(Failure failure, DataConverter converter) {
        return all.failureToException(failure, converter);
    }

    @Override
    public Failure exceptionToFailure(Throwable exception, DataConverter converter) {
        return clean(all.exceptionToFailure(exception, converter));
    }

    private static Failure clean(Failure failure) {
        Failure.Builder clean = failure.toBuilder().clearStackTrace();
        String message = failure.getMessage();
        clean.setMessage(message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message);
        if (failure.hasCause()) {
            clean.setCause(clean(failure.getCause()));
        }
        return clean.build();
    }
}

package murmuration.runtime;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** Translates failures at gRPC edges, both ways; the error code, and how long to wait, travel in trailers. */
public final class GrpcErrors {
    private static final Metadata.Key<String> CODE =
            Metadata.Key.of("murmuration-code", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> RETRY_AFTER =
            Metadata.Key.of("murmuration-retry-after-ms", Metadata.ASCII_STRING_MARSHALLER);

    private GrpcErrors() {}

    /** A failure as it is sent: code and clean message; what we did not foresee is sent by its type only. */
    public static StatusRuntimeException sent(Throwable failure) {
        MurmurationException known = failure instanceof MurmurationException ours
                ? ours
                : new MurmurationException(
                        ErrorCode.INTERNAL, failure.getClass().getSimpleName(), failure);
        Metadata trailers = new Metadata();
        trailers.put(CODE, known.code().name());
        known.retryAfter().ifPresent(wait -> trailers.put(RETRY_AFTER, Long.toString(wait.toMillis())));
        return status(known.code()).withDescription(known.getMessage()).asRuntimeException(trailers);
    }

    /** A failure as it arrived. */
    public static MurmurationException received(StatusRuntimeException failure) {
        @Nullable Metadata trailers = failure.getTrailers();
        @Nullable String code = trailers == null ? null : trailers.get(CODE);
        Optional<ErrorCode> named = ErrorCode.named(code);
        if (trailers != null && named.isPresent()) {
            @Nullable String description = failure.getStatus().getDescription();
            ErrorCode known = named.get();
            @Nullable String wait = trailers.get(RETRY_AFTER);
            return new MurmurationException(
                    known,
                    description == null ? known.title() : description,
                    wait == null ? null : Duration.ofMillis(Long.parseLong(wait)));
        }
        return switch (failure.getStatus().getCode()) {
            case CANCELLED -> new MurmurationException(ErrorCode.CANCELED, "the call was canceled");
            // a service that does not know this caller, or not yet this call, is waited for: an operator, or a deploy,
            // ends it
            case UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, UNAUTHENTICATED, PERMISSION_DENIED, UNIMPLEMENTED ->
                new MurmurationException(
                        ErrorCode.UNAVAILABLE,
                        "no answer: " + failure.getStatus().getCode());
            case RESOURCE_EXHAUSTED -> new MurmurationException(ErrorCode.OVERLOADED, "the service is overloaded");
            default ->
                new MurmurationException(
                        ErrorCode.INTERNAL, "gRPC " + failure.getStatus().getCode());
        };
    }

    /** Makes a call; its failure is thrown as it arrived. */
    public static <T> T received(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw received(e);
        }
    }

    private static Status status(ErrorCode code) {
        return switch (code) {
            case NOT_FOUND -> Status.NOT_FOUND;
            case INVALID_INPUT, INVALID_SPEC, INVALID_REQUEST, UNREADABLE_SOURCE, TOO_LARGE -> Status.INVALID_ARGUMENT;
            // what is told apart for who counts statuses: INTERNAL is a fault of ours
            case CONFLICT,
                    STALE_FENCE,
                    PRIVACY_REFUSED,
                    BUDGET_SPENT,
                    AUTHENTICATION,
                    DATA_ERASED,
                    REFUSED,
                    TRUNCATED,
                    MALFORMED_OUTPUT,
                    CONTEXT_TOO_LONG -> Status.FAILED_PRECONDITION;
            case FORBIDDEN -> Status.PERMISSION_DENIED;
            case RATE_LIMITED, OVERLOADED, STORAGE_FULL -> Status.RESOURCE_EXHAUSTED;
            case UNAVAILABLE -> Status.UNAVAILABLE;
            case CANCELED -> Status.CANCELLED;
            default -> Status.INTERNAL;
        };
    }
}

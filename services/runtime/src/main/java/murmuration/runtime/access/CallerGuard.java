package murmuration.runtime.access;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/**
 * Lets each RPC be called by those only whom {@link Callers} names: who shows no valid token is UNAUTHENTICATED, who is
 * somebody else gets PERMISSION_DENIED, before a message is read, and where the issuer's keys cannot be read nobody knows. The first
 * two are counted here, and nowhere else: a service may answer
 * with the same statuses for reasons of its own.
 */
public final class CallerGuard implements ServerInterceptor {
    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    static final String BEARER = "Bearer ";

    static final String REFUSALS = "murmuration_sign_in_refusals_total";

    private final Optional<Tokens> tokens;
    private final MeterRegistry metrics;

    /** Tells callers by these tokens; where there are none, everybody may call, since nobody else can. */
    public CallerGuard(Optional<Tokens> tokens, MeterRegistry metrics) {
        this.tokens = tokens;
        this.metrics = metrics;
        // given from the start on, so that the first ones are seen to be more than none
        List.of(Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED).forEach(this::refusals);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (tokens.isEmpty()) {
            return next.startCall(call, headers);
        }
        @Nullable String shown = headers.get(AUTHORIZATION);
        if (shown == null || !shown.startsWith(BEARER)) {
            return refuse(call, Status.UNAUTHENTICATED.withDescription("a call shows who calls by a token"));
        }
        String caller;
        try {
            caller = tokens.get().caller(shown.substring(BEARER.length()));
        } catch (MurmurationException e) {
            if (e.code() == ErrorCode.UNAVAILABLE) {
                // whose keys cannot be read is no stranger
                return close(call, Status.UNAVAILABLE.withDescription(e.getMessage()));
            }
            return refuse(call, Status.UNAUTHENTICATED.withDescription(e.getMessage()));
        }
        if (!Callers.of(call.getMethodDescriptor().getFullMethodName()).contains(caller)) {
            return refuse(call, Status.PERMISSION_DENIED.withDescription("this caller may not call this"));
        }
        return next.startCall(call, headers);
    }

    private Counter refusals(Status.Code code) {
        return metrics.counter(REFUSALS, "code", code.name());
    }

    private <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Status status) {
        refusals(status.getCode()).increment();
        return close(call, status);
    }

    private static <Q, A> ServerCall.Listener<Q> close(ServerCall<Q, A> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }
}

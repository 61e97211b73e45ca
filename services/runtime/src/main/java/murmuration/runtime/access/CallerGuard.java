package murmuration.runtime.access;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/**
 * Lets each RPC be called by those only whom {@link Callers} names: who shows no valid token is UNAUTHENTICATED, who is
 * somebody else gets PERMISSION_DENIED, before a message is read.
 */
public final class CallerGuard implements ServerInterceptor {
    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    static final String BEARER = "Bearer ";

    private final Optional<Tokens> tokens;

    /** Tells callers by these tokens; where there are none, everybody may call, since nobody else can. */
    public CallerGuard(Optional<Tokens> tokens) {
        this.tokens = tokens;
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
            return refuse(call, Status.UNAUTHENTICATED.withDescription(e.getMessage()));
        }
        if (!Callers.of(call.getMethodDescriptor().getFullMethodName()).contains(caller)) {
            return refuse(call, Status.PERMISSION_DENIED.withDescription("this caller may not call this"));
        }
        return next.startCall(call, headers);
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }
}

package murmuration.gateway;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.gateway.access.Endpoints;
import murmuration.gateway.access.Failures;
import murmuration.gateway.access.Principal;
import murmuration.gateway.access.Role;
import murmuration.gateway.access.SignIn;
import murmuration.gateway.access.SignedIn;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Stands before every endpoint: finds out who asks, and lets them in who have the role that the table of endpoints names. */
public final class RoleGuard {
    private static final String SLOW_SECONDS = "60";

    private final SignIn signIn;
    private final SignedIn signedIn;
    private final Failures failures;

    RoleGuard(SignIn signIn, SignedIn signedIn, Failures failures) {
        this.signIn = signIn;
        this.signedIn = signedIn;
        this.failures = failures;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public Optional<Response> check(ResourceInfo endpoint, HttpHeaders headers, RoutingContext http) {
        Optional<Role> needed = Endpoints.role(endpoint.getResourceClass(), endpoint.getResourceMethod());
        if (needed.isEmpty()) {
            return refused(ErrorCode.FORBIDDEN, "this endpoint is in no table of roles");
        }
        return check(needed.get(), headers, http);
    }

    private Optional<Response> check(Role needed, HttpHeaders headers, RoutingContext http) {
        Optional<Principal> who;
        try {
            who = signIn.who(
                    Optional.ofNullable(headers.getHeaderString(HttpHeaders.AUTHORIZATION)),
                    Optional.ofNullable(headers.getCookies().get(SessionResource.COOKIE))
                            .map(Cookie::getValue));
        } catch (MurmurationException e) {
            if (needed == Role.ANYONE) {
                return Optional.empty();
            }
            if (e.code() != ErrorCode.AUTHENTICATION) {
                throw e;
            }
            return Optional.of(failed(http, String.valueOf(e.getMessage())));
        }
        signedIn.is(who);
        if (who.map(Principal::role).orElse(Role.ANYONE).may(needed)) {
            return Optional.empty();
        }
        return who.isEmpty()
                ? Optional.of(unknown("nobody is signed in: " + SignIn.HOW))
                : refused(
                        ErrorCode.FORBIDDEN,
                        "this takes the role " + needed.word() + ", and you have the role "
                                + who.get().role().word());
    }

    /** What is not good counts as a failed sign-in. */
    private Response failed(RoutingContext http, String why) {
        return failures.tooMany(http.request().remoteAddress().hostAddress()) ? tooMany() : unknown(why);
    }

    static Response tooMany() {
        Response answer = HttpErrors.answer(
                Problem.of(ErrorCode.RATE_LIMITED, "sign-in failed too often from this address; wait a minute"));
        return Response.fromResponse(answer)
                .header(HttpHeaders.RETRY_AFTER, SLOW_SECONDS)
                .build();
    }

    private static Response unknown(String why) {
        Response answer = HttpErrors.answer(Problem.of(ErrorCode.AUTHENTICATION, 401, why, List.of()));
        return Response.fromResponse(answer)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"murmuration\"")
                .build();
    }

    private static Optional<Response> refused(ErrorCode code, String why) {
        return Optional.of(HttpErrors.answer(Problem.of(code, why)));
    }
}

package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.gateway.access.Failures;
import murmuration.gateway.access.Keys;
import murmuration.gateway.access.Principal;
import murmuration.gateway.access.SignIn;
import murmuration.gateway.access.SignedIn;
import murmuration.gateway.spec.Fault;
import murmuration.gateway.spec.Fields;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A browser's session: begun with an API key that a person types, kept as a cookie that no script can read. */
@Path("/api/v1/session")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "access")
@Blocking
public class SessionResource {
    /** The cookie's name. */
    static final String COOKIE = "murmuration-session";

    private static final int LONGEST_KEY = 200;

    private final SignIn signIn;
    private final SignedIn signedIn;
    private final Failures failures;
    private final Bodies bodies;

    SessionResource(SignIn signIn, SignedIn signedIn, Failures failures, Bodies bodies) {
        this.signIn = signIn;
        this.signedIn = signedIn;
        this.failures = failures;
        this.bodies = bodies;
    }

    /**
     * Who asks.
     *
     * @param required whether one must sign in at all
     * @param issuer whether one can at an issuer: GET /api/v1/session/issuer
     * @param name absent, as tenant and role are, where nobody has signed in
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SessionView(
            boolean required,
            boolean issuer,
            @Nullable String name,
            @Nullable String tenant,
            @Nullable String role) {}

    @GET
    @Operation(summary = "Who is signed in, and whether one must be")
    public SessionView session() {
        Optional<Principal> who = signedIn.known();
        return new SessionView(
                signIn.required(),
                signIn.issuer().isPresent(),
                who.map(Principal::name).orElse(null),
                who.map(Principal::tenant).orElse(null),
                who.map(each -> each.role().word()).orElse(null));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Signs a browser in with an API key, {key}: answers with a cookie")
    public Response begin(InputStream body, @Context HttpServerRequest request) {
        JsonNode document = bodies.json(body);
        List<Fault> faults = new ArrayList<>();
        @Nullable String key;
        try (Fields fields = new Fields(document, faults)) {
            key = fields.text("key", LONGEST_KEY);
        }
        if (key == null || !faults.isEmpty()) {
            faults.add(new Fault("/key", "is an API key"));
            return HttpErrors.faults(ErrorCode.INVALID_REQUEST, faults);
        }
        try {
            Keys.Begun begun = signIn.begin(key);
            return Response.noContent().cookie(cookie(begun, request)).build();
        } catch (MurmurationException e) {
            if (e.code() == ErrorCode.AUTHENTICATION
                    && failures.tooMany(request.remoteAddress().hostAddress())) {
                return RoleGuard.tooMany();
            }
            throw e;
        }
    }

    @DELETE
    @Operation(summary = "Signs a browser out")
    public Response end(@CookieParam(COOKIE) @Nullable String session, @Context HttpServerRequest request) {
        if (session != null) {
            signIn.end(session);
        }
        return Response.noContent().cookie(cookie("", 0, request)).build();
    }

    static NewCookie cookie(Keys.Begun begun, HttpServerRequest request) {
        long seconds = Duration.between(Instant.now(), begun.expires()).toSeconds();
        return cookie(begun.key().secret(), (int) Math.max(1, seconds), request);
    }

    private static NewCookie cookie(String value, int seconds, HttpServerRequest request) {
        return new NewCookie.Builder(COOKIE)
                .value(value)
                .path("/")
                .maxAge(seconds)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.STRICT)
                .secure(!Hosts.isLoopback(request))
                .build();
    }
}

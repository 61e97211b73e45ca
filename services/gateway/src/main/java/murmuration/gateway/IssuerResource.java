package murmuration.gateway;

import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.gateway.access.CodeFlow;
import murmuration.gateway.access.Keys;
import murmuration.gateway.access.SignIn;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A browser's way to the issuer and back; it ends on the page, with a session or with what went wrong. */
@Path("/api/v1/session/issuer")
@Tag(name = "access")
@Blocking
public class IssuerResource {
    private static final String COOKIE = "murmuration-sign-in";
    private static final String PATH = "/api/v1/session/issuer";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SignIn signIn;

    IssuerResource(SignIn signIn) {
        this.signIn = signIn;
    }

    @GET
    @Operation(summary = "Sends a browser to the issuer to sign in; then it goes on at the path next")
    public Response begin(@QueryParam("next") @Nullable String next, @Context HttpServerRequest request) {
        CodeFlow flow = flow();
        CodeFlow.Begun begun = flow.begin(back(request));
        CodeFlow.Kept kept = begun.kept();
        String words = String.join(".", kept.state(), kept.nonce(), kept.verifier(), encoded(path(next)));
        return Response.seeOther(begun.at())
                .cookie(cookie(words, (int) PATIENCE.toSeconds(), request))
                .build();
    }

    @GET
    @Path("back")
    @Operation(summary = "Where the issuer sends the browser back to")
    public Response end(
            @QueryParam("code") @Nullable String code,
            @QueryParam("state") @Nullable String state,
            @CookieParam(COOKIE) @Nullable String cookie,
            @Context HttpServerRequest request) {
        flow();
        String[] words = Limits.orEmpty(cookie).split("\\.", -1);
        if (words.length != 4) {
            return page("/?refused=late", request);
        }
        String next = decoded(words[3]);
        if (code == null || state == null) {
            return page("/?refused=issuer", request);
        }
        try {
            CodeFlow.Kept kept = new CodeFlow.Kept(words[0], words[1], words[2]);
            Keys.Begun begun = signIn.begin(code, state, kept, back(request));
            return Response.fromResponse(page(next, request))
                    .cookie(SessionResource.cookie(begun, request))
                    .build();
        } catch (MurmurationException e) {
            return page("/?refused=" + word(e.code()), request);
        }
    }

    private static String word(ErrorCode code) {
        return switch (code) {
            case FORBIDDEN -> "role";
            case AUTHENTICATION -> "token";
            default -> "silent";
        };
    }

    private static Response page(String path, HttpServerRequest request) {
        return Response.seeOther(URI.create(path))
                .cookie(cookie("", 0, request))
                .build();
    }

    private CodeFlow flow() {
        return signIn.issuer()
                .orElseThrow(() -> new MurmurationException(
                        ErrorCode.NOT_FOUND, "there is no issuer here; sign in with an API key"));
    }

    private static URI back(HttpServerRequest request) {
        return URI.create(
                (Hosts.isLoopback(request) ? "http://" : "https://") + Hosts.authority(request) + PATH + "/back");
    }

    /** A path of the page, so that the way leads nowhere else. */
    private static String path(@Nullable String next) {
        return Optional.ofNullable(next)
                .filter(asked -> asked.matches("/(runs[A-Za-z0-9/_-]*)?(\\?([A-Za-z0-9=&+_.:~-]|%[0-9A-Fa-f]{2})*)?"))
                .orElse("/");
    }

    private static String encoded(String path) {
        return BASE64.encodeToString(path.getBytes(StandardCharsets.UTF_8));
    }

    /** The path again; others may have written the cookie. */
    private static String decoded(String word) {
        try {
            return path(new String(Base64.getUrlDecoder().decode(word), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notOurs) {
            return path(null);
        }
    }

    /** Lax: the browser comes back from another site. */
    private static NewCookie cookie(String value, int seconds, HttpServerRequest request) {
        return new NewCookie.Builder(COOKIE)
                .value(value)
                .path(PATH)
                .maxAge(seconds)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .secure(!Hosts.isLoopback(request))
                .build();
    }
}

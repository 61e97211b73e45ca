package murmuration.gateway;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import murmuration.core.ErrorCode;
import murmuration.gateway.access.AccessConfig;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/**
 * Lets no web page call that a person has open elsewhere: the API answers under its own names only, and what writes comes from
 * its own page or from no page at all. Where there is no sign-in only this machine may call. Health and metrics, which tell
 * nothing of data, are open to a cluster's probes.
 */
@Singleton
final class OriginGuard {
    private static final int BEFORE_EVERYTHING = 1000;
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final List<String> WRITTEN =
            List.of("application/json", "application/yaml", "application/x-yaml", "multipart/form-data");

    private static final Pattern NUL = Pattern.compile("%00|\0");

    private final List<String> names;
    private final boolean onlyHere;

    OriginGuard(GatewayConfig config, AccessConfig access) {
        names = config.allowedHosts();
        onlyHere = !access.required();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_EVERYTHING);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        refusal(request).ifPresentOrElse(problem -> refuse(context, problem), context::next);
    }

    private Optional<Problem> refusal(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        if (path.startsWith("/q/health") || path.equals("/q/metrics")) {
            return Optional.empty();
        }
        if (onlyHere && !isLoopback(request)) {
            return forbidden("without sign-in the API answers this machine only");
        }
        if (NUL.matcher(request.uri()).find()) {
            // no store keeps one, and nothing here is called by one
            return Optional.of(Problem.of(ErrorCode.INVALID_REQUEST, "an address holds no NUL"));
        }
        String host = Hosts.authority(request);
        if (!names.contains(Hosts.name(host))) {
            return forbidden("the Host is none of murmuration.gateway.allowed-hosts");
        }
        @Nullable String origin = request.getHeader("Origin");
        if (origin != null && !isSame(origin, host)) {
            return forbidden("the Origin is another site's");
        }
        @Nullable String site = request.getHeader("Sec-Fetch-Site");
        boolean write = !READS.contains(request.method());
        if (write && site != null && !site.equals("same-origin") && !site.equals("none")) {
            return forbidden("another site may not write");
        }
        if (write && !isWritten(request.getHeader("Content-Type"))) {
            return Optional.of(Problem.of(
                    ErrorCode.INVALID_REQUEST, 415, "a write has Content-Type: application/json", List.of()));
        }
        return Optional.empty();
    }

    private static Optional<Problem> forbidden(String detail) {
        return Optional.of(Problem.of(ErrorCode.FORBIDDEN, detail));
    }

    private static boolean isLoopback(HttpServerRequest request) {
        if (request.remoteAddress() == null || request.remoteAddress().hostAddress() == null) {
            return false;
        }
        return InetAddress.ofLiteral(request.remoteAddress().hostAddress()).isLoopbackAddress();
    }

    private static boolean isSame(String origin, String host) {
        try {
            return host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isWritten(@Nullable String contentType) {
        return contentType != null
                && WRITTEN.contains(contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
    }

    private static void refuse(RoutingContext context, Problem problem) {
        context.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .end(Json.write(problem));
    }
}

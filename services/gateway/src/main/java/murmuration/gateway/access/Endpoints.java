package murmuration.gateway.access;

import static java.util.Map.entry;
import static murmuration.gateway.access.Role.ADMIN;
import static murmuration.gateway.access.Role.ANALYST;
import static murmuration.gateway.access.Role.ANYONE;
import static murmuration.gateway.access.Role.SAFETY;
import static murmuration.gateway.access.Role.STEWARD;
import static murmuration.gateway.access.Role.VIEWER;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table of every endpoint and the role that it takes. What does not stand here nobody may call. */
public final class Endpoints {
    private static final String API = "/api/v1";

    private static final Map<String, Role> TABLE = Map.ofEntries(
            entry("GET " + API + "/session", ANYONE),
            entry("POST " + API + "/session", ANYONE),
            entry("DELETE " + API + "/session", ANYONE),
            entry("GET " + API + "/session/issuer", ANYONE),
            entry("GET " + API + "/session/issuer/back", ANYONE),
            entry("GET " + API + "/keys", ADMIN),
            entry("POST " + API + "/keys", ADMIN),
            entry("DELETE " + API + "/keys/{id}", ADMIN),
            entry("GET " + API + "/system", VIEWER),
            entry("GET " + API + "/schemas/run-spec.json", VIEWER),
            entry("GET " + API + "/schemas/manifest.json", VIEWER),
            entry("GET " + API + "/datasets", ANALYST),
            entry("GET " + API + "/datasets/{id}", ANALYST),
            entry("POST " + API + "/datasets", ANALYST),
            entry("DELETE " + API + "/datasets/{id}", STEWARD),
            entry("POST " + API + "/datasets/{id}/erasures", STEWARD),
            entry("GET " + API + "/runs", VIEWER),
            entry("GET " + API + "/runs/{run}", VIEWER),
            entry("GET " + API + "/runs/{run}/events", VIEWER),
            entry("POST " + API + "/runs", ANALYST),
            entry("POST " + API + "/runs/estimate", ANALYST),
            entry("PATCH " + API + "/runs/{run}/budget", ANALYST),
            entry("POST " + API + "/runs/{run}/pause", ANALYST),
            entry("POST " + API + "/runs/{run}/resume", ANALYST),
            entry("POST " + API + "/runs/{run}/cancel", ANALYST),
            entry("POST " + API + "/runs/{run}/approve", STEWARD),
            entry("POST " + API + "/runs/{run}/replay", ANALYST),
            entry("GET " + API + "/runs/{run}/replay", VIEWER),
            entry("GET " + API + "/audit", STEWARD),
            entry("POST " + API + "/audit/verify", STEWARD),
            entry("GET " + API + "/audit/checkpoints", STEWARD),
            entry("GET " + API + "/audit/safety", STEWARD),
            entry("POST " + API + "/audit/safety/verify", STEWARD),
            entry("GET " + API + "/runs/{run}/tree", VIEWER),
            entry("GET " + API + "/runs/{run}/clusters", VIEWER),
            entry("GET " + API + "/runs/{run}/clusters/{cluster}", VIEWER),
            entry("GET " + API + "/runs/{run}/map", VIEWER),
            entry("GET " + API + "/runs/{run}/manifest", VIEWER),
            entry("GET " + API + "/runs/{run}/export", VIEWER),
            entry("GET " + API + "/runs/{run}/compare/{other}", VIEWER),
            entry("POST " + API + "/safety-runs", SAFETY),
            entry("GET " + API + "/safety-runs", SAFETY),
            entry("GET " + API + "/safety-runs/{run}", SAFETY),
            entry("POST " + API + "/safety-runs/{run}/approve", SAFETY),
            entry("DELETE " + API + "/safety-runs/{run}", SAFETY),
            entry("GET " + API + "/safety-runs/{run}/clusters", SAFETY),
            entry("GET " + API + "/safety-runs/{run}/clusters/{cluster}", SAFETY),
            // the page, which holds no data
            entry("GET /", ANYONE),
            entry("GET /runs", ANYONE),
            entry("GET /runs/{run}{view:(/(explore|trust|compare))?}", ANYONE),
            entry("GET /docs/errors", ANYONE));

    private Endpoints() {}

    /** The role that a method on a path template takes; nobody's where the table does not have it. */
    public static Optional<Role> role(String method, String template) {
        return Optional.ofNullable(TABLE.get(method + " " + template));
    }

    /** The role that a method of a resource takes. */
    public static Optional<Role> role(Class<?> resource, Method method) {
        return verb(method).flatMap(verb -> role(verb, template(resource, method)));
    }

    private static Optional<String> verb(Method method) {
        return Stream.of(method.getAnnotations())
                .map(Annotation::annotationType)
                .flatMap(type -> Stream.ofNullable(type.getAnnotation(HttpMethod.class)))
                .map(HttpMethod::value)
                .findFirst();
    }

    private static String template(Class<?> resource, Method method) {
        String path = ("/" + path(resource.getAnnotation(Path.class)) + "/" + path(method.getAnnotation(Path.class)))
                .replaceAll("/{2,}", "/");
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static String path(@Nullable Path path) {
        return path == null ? "" : path.value();
    }

    /** Every endpoint, {@code METHOD /template}. */
    public static Map<String, Role> all() {
        return TABLE;
    }
}

package murmuration.gateway;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The headers that keep the page to itself: nothing is loaded from elsewhere, no text becomes HTML, nobody frames it. */
@Singleton
final class PageHeaders {
    private static final int AFTER_THE_GUARD = 900;

    private final String policy;

    PageHeaders(Page page) {
        policy = "default-src 'none'; script-src 'self' '" + page.importMapHash()
                + "'; style-src 'self'; img-src 'self';"
                + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                + " require-trusted-types-for 'script'; trusted-types lit-html";
    }

    void register(@Observes Filters filters) {
        filters.register(this::add, AFTER_THE_GUARD);
    }

    private void add(RoutingContext context) {
        String path = context.normalizedPath();
        MultiMap headers = context.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        if (!path.startsWith("/q/")) {
            headers.set("Content-Security-Policy", policy);
        }
        if (path.startsWith("/app/")) {
            // asked again each time, and answered with 304: an upgrade must not meet yesterday's modules
            context.addHeadersEndHandler(end -> context.response().headers().set("Cache-Control", "no-cache"));
        }
        context.next();
    }
}

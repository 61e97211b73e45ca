package murmuration.gateway;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import murmuration.runtime.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what fails before an endpoint is found, as a problem too; what would do so otherwise shows types and logs the
 * address, which holds what was searched for.
 */
@Singleton
final class RouteErrors {
    private static final Logger LOG = LoggerFactory.getLogger(RouteErrors.class);
    private static final int BEFORE_EVERYTHING = Integer.MIN_VALUE;

    void register(@Observes Router router) {
        router.route().order(BEFORE_EVERYTHING).failureHandler(RouteErrors::answer);
    }

    private static void answer(RoutingContext context) {
        int status = context.statusCode() < 400 ? 500 : context.statusCode();
        if (status >= 500) {
            LOG.error(
                    "request failed: {}",
                    context.failure() == null
                            ? status
                            : context.failure().getClass().getName());
        }
        HttpServerResponse response = context.response();
        if (response.ended()) {
            return;
        }
        if (response.headWritten()) {
            context.request().connection().close();
            return;
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .end(Json.write(HttpErrors.byStatus(status)));
    }
}

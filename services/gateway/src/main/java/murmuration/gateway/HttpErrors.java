package murmuration.gateway;

import io.grpc.StatusRuntimeException;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.gateway.spec.Fault;
import murmuration.runtime.GrpcErrors;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one table from what went wrong to what the API answers. */
public final class HttpErrors {
    private static final Logger LOG = LoggerFactory.getLogger(HttpErrors.class);

    /** A request with faults, each with its place. */
    static Response faults(ErrorCode code, List<Fault> faults) {
        String detail = faults.size() == 1 ? "1 fault" : faults.size() + " faults";
        return answer(Problem.of(code, code.httpStatus(), detail, faults));
    }

    @ServerExceptionMapper
    Response ours(MurmurationException failure) {
        return answer(problem(failure));
    }

    @ServerExceptionMapper
    Response fromService(StatusRuntimeException failure) {
        return answer(problem(GrpcErrors.received(failure)));
    }

    @ServerExceptionMapper
    Response fromHttp(WebApplicationException failure, ResourceInfo endpoint, UriInfo asked) {
        int status = failure.getResponse().getStatus();
        if (status == 404 && failure.getCause() != null) {
            // that is how a parameter that is no number arrives
            String name = noNumber(endpoint.getResourceMethod(), asked.getQueryParameters());
            return answer(problem(Limits.refused(name + " is a whole number of at most 9 digits")));
        }
        Response answer = answer(byStatus(status));
        @Nullable String allow = failure.getResponse().getHeaderString("Allow");
        return status == 405 && allow != null
                ? Response.fromResponse(answer).header("Allow", allow).build()
                : answer;
    }

    /** The parameter that should be a number and is none. */
    private static String noNumber(Method endpoint, MultivaluedMap<String, String> asked) {
        return Stream.of(endpoint.getParameters())
                .filter(parameter -> parameter.getType() == Integer.class)
                .flatMap(parameter -> Stream.ofNullable(parameter.getAnnotation(QueryParam.class)))
                .map(QueryParam::value)
                .filter(name -> asked.containsKey(name) && !asked.getFirst(name).matches("-?[0-9]{1,9}"))
                .findFirst()
                .orElse("a parameter");
    }

    @ServerExceptionMapper
    Response unforeseen(Throwable failure) {
        StackTraceElement[] frames = failure.getStackTrace();
        if (isHeaderUnread(failure, frames)) {
            return answer(byStatus(400));
        }
        // neither message nor cause: a foreign message may quote what a person wrote
        LOG.error("request failed: {} at {}", failure.getClass().getName(), frames.length == 0 ? "?" : frames[0]);
        return answer(Problem.of(
                ErrorCode.INTERNAL, "see the log for " + failure.getClass().getSimpleName()));
    }

    /** That is how a header arrives that cannot be parsed: cookies, media types, entity tags. */
    private static boolean isHeaderUnread(Throwable failure, StackTraceElement[] frames) {
        return failure instanceof IllegalArgumentException
                && frames.length > 0
                && frames[0].getClassName().startsWith("org.jboss.resteasy.reactive.common.");
    }

    /** What went wrong, as a problem. */
    static Problem problem(MurmurationException failure) {
        if (failure.code() == ErrorCode.INTERNAL || failure.code() == ErrorCode.INVALID_INPUT) {
            LOG.error("request failed: {}: {}", failure.code(), failure.getMessage());
        }
        return Problem.of(failure.code(), String.valueOf(failure.getMessage()));
    }

    /** What HTTP itself refuses. */
    static Problem byStatus(int status) {
        return switch (status) {
            case 400 -> of(ErrorCode.INVALID_REQUEST, status, "the request cannot be read");
            case 403 -> of(ErrorCode.FORBIDDEN, status, ErrorCode.FORBIDDEN.title());
            case 404 -> of(ErrorCode.NOT_FOUND, status, "there is nothing at this address");
            case 405 -> of(ErrorCode.INVALID_REQUEST, status, "this address does not take this method");
            case 406 -> of(ErrorCode.INVALID_REQUEST, status, "none of the media types asked for is offered");
            case 412 -> of(ErrorCode.CONFLICT, status, "there is another state now than the one asked for");
            case 413 -> of(ErrorCode.TOO_LARGE, status, ErrorCode.TOO_LARGE.title());
            case 415 -> of(ErrorCode.INVALID_REQUEST, status, "this media type is not taken here");
            case 503 -> of(ErrorCode.UNAVAILABLE, status, ErrorCode.UNAVAILABLE.title());
            default ->
                status >= 500
                        ? of(ErrorCode.INTERNAL, status, ErrorCode.INTERNAL.title())
                        : of(ErrorCode.INVALID_REQUEST, status, "HTTP " + status);
        };
    }

    private static Problem of(ErrorCode code, int status, String detail) {
        return Problem.of(code, status, detail, List.of());
    }

    static Response answer(Problem problem) {
        return RestResponse.ResponseBuilder.create(problem.status(), null)
                .entity(problem)
                .type(Problem.MEDIA_TYPE)
                .build()
                .toResponse();
    }
}

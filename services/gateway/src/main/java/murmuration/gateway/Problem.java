package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import murmuration.core.ErrorCode;
import murmuration.gateway.spec.Fault;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An error as the API answers it (RFC 9457).
 *
 * @param type the page that explains the code
 * @param code the stable name, an {@link ErrorCode}
 * @param errors each fault of the request, with its place
 */
@Schema(description = "An error (RFC 9457)")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(String type, String title, int status, String detail, String code, List<Fault> errors) {
    /** The media type of problems. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
    }

    static Problem of(ErrorCode code, int status, String detail, List<Fault> errors) {
        return new Problem("/docs/errors#" + code.name(), code.title(), status, detail, code.name(), errors);
    }

    static Problem of(ErrorCode code, String detail) {
        return of(code, code.httpStatus(), detail, List.of());
    }
}

package murmuration.gateway;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import murmuration.core.Digest;
import murmuration.core.ErrorCode;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Serves the page at each address that its router knows, and the list of errors that problems point to. */
@Path("/")
@Produces("text/html;charset=UTF-8")
public class PageResource {
    private final Page page;

    PageResource(Page page) {
        this.page = page;
    }

    @GET
    @Operation(hidden = true)
    public Response runs() {
        return Response.ok(page.html())
                .header("Cache-Control", "no-cache")
                .tag(Digest.of(page.html()))
                .build();
    }

    @GET
    @Path("runs")
    @Operation(hidden = true)
    public Response list() {
        return runs();
    }

    @GET
    @Path("runs/{run}{view:(/(explore|trust|compare))?}")
    @Operation(hidden = true)
    public Response run() {
        return runs();
    }

    @GET
    @Path("docs/errors")
    @Operation(hidden = true)
    public Response errors() {
        StringBuilder html = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Errors</title>")
                .append(
                        "<link rel=\"stylesheet\" href=\"/app/app.css\"></head><body class=\"prose\"><main><h1>Errors</h1><dl>");
        for (ErrorCode code : ErrorCode.values()) {
            html.append("<dt id=\"")
                    .append(code)
                    .append("\"><code>")
                    .append(code)
                    .append("</code> ")
                    .append(code.httpStatus())
                    .append("</dt><dd>")
                    .append(code.title())
                    .append(code.retryable() ? " The same call may succeed later." : "")
                    .append("</dd>");
        }
        return Response.ok(html.append("</dl></main></body></html>").toString()).build();
    }
}

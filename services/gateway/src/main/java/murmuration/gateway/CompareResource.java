package murmuration.gateway;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import murmuration.core.Digest;
import murmuration.gateway.access.SignedIn;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Two published runs side by side. */
@Path("/api/v1/runs/{run}/compare/{other}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "published")
@Blocking
public class CompareResource {
    private final PublishedRows rows;
    private final SignedIn signedIn;

    CompareResource(PublishedRows rows, SignedIn signedIn) {
        this.rows = rows;
        this.signedIn = signedIn;
    }

    @GET
    @Operation(
            summary =
                    "What has become of each cluster from one published run to another: matched, new, gone, grown, shrunk")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ComparisonView.class)))
    public Response compare(@PathParam("run") String run, @PathParam("other") String other, @Context Request request) {
        String tenant = signedIn.principal().tenant();
        PublishedRun before = rows.run(tenant, run);
        PublishedRun after = rows.run(tenant, other);
        EntityTag tag =
                new EntityTag(Digest.of(PublishedResource.tag(before, "compare").getValue() + " "
                        + PublishedResource.tag(after, "compare").getValue()));
        return PublishedResource.settled(request, tag)
                .orElseGet(() -> Response.ok(Comparison.of(release(before), release(after)))
                        .header("Cache-Control", "private, no-cache")
                        .tag(tag)
                        .build());
    }

    private Comparison.Release release(PublishedRun run) {
        return new Comparison.Release(run, rows.clusters(run));
    }
}

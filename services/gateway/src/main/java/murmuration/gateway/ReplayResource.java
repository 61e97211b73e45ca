package murmuration.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.gateway.access.SignedIn;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Published runs, run again from what is stored of them. */
@Path("/api/v1/runs/{run}/replay")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "runs")
@Blocking
public class ReplayResource {
    private final Runs runs;
    private final PublishedRows rows;
    private final SignedIn signedIn;

    ReplayResource(Runs runs, PublishedRows rows, SignedIn signedIn) {
        this.runs = runs;
        this.rows = rows;
        this.signedIn = signedIn;
    }

    @POST
    @Operation(summary = "Runs a published run again from stored answers and vectors: no model is asked")
    @APIResponse(
            responseCode = "201",
            description = "The replay, a run of its own",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    public Response replay(@PathParam("run") String run, @HeaderParam("Idempotency-Key") @Nullable String key) {
        RunView replay = RunView.of(runs.replay(run, DatasetsResource.idempotency(key)));
        return Response.created(URI.create("/api/v1/runs/" + replay.id()))
                .entity(replay)
                .build();
    }

    @GET
    @Operation(summary = "How a replay that was published compares with the run that it is of, the causes first")
    public ReplayView compared(@PathParam("run") String run) {
        String tenant = signedIn.principal().tenant();
        PublishedRun replay = rows.run(tenant, run);
        JsonNode of = replay.manifest().path("spec").path("beside").path("replayOf");
        if (!of.isTextual()) {
            throw new MurmurationException(ErrorCode.CONFLICT, "the run is no replay; POST here makes one of it");
        }
        return ReplayView.of(
                rows.run(tenant, of.asText()), replay, runs.run(of.asText()).getExpiredMap());
    }
}

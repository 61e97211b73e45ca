package murmuration.gateway;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.gateway.spec.Fault;
import murmuration.gateway.spec.Fields;
import murmuration.gateway.spec.SpecReader;
import murmuration.gateway.spec.SpecReading;
import murmuration.runtime.Json;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Safety runs: asked for by one person, approved by another, read by those who have the role until they expire. */
@Path("/api/v1/safety-runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "safety")
@Blocking
public class SafetyResource {
    private static final int LONGEST_REASON = 1_000;

    private final Safety safety;
    private final Runs runs;
    private final Bodies bodies;

    SafetyResource(Safety safety, Runs runs, Bodies bodies) {
        this.safety = safety;
        this.runs = runs;
        this.bodies = bodies;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Asks for a safety run, {spec, reason, expiresAt}: it waits until another person approves it")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = SafetyView.class)))
    public Response ask(InputStream body) {
        List<Fault> faults = new ArrayList<>();
        SpecReading spec;
        @Nullable String reason;
        Optional<Instant> expires;
        try (Fields fields = new Fields(bodies.json(body), faults)) {
            spec = new SpecReader(runs::facts).read(fields.node("spec"));
            reason = fields.text("reason", LONGEST_REASON);
            expires = KeysResource.expires(fields);
            for (String name : List.of("spec", "reason", "expiresAt")) {
                if (!fields.has(name)) {
                    fields.fault(name, "is required");
                }
            }
        }
        spec.faults().forEach(fault -> faults.add(new Fault("/spec" + fault.pointer(), fault.detail())));
        if (spec.spec().isEmpty() || reason == null || expires.isEmpty() || !faults.isEmpty()) {
            return HttpErrors.faults(
                    spec.spec().isEmpty() ? ErrorCode.INVALID_SPEC : ErrorCode.INVALID_REQUEST, faults);
        }
        SafetyView run = SafetyView.of(safety.ask(Json.write(spec.spec().get()), reason, expires.get()));
        return Response.created(URI.create("/api/v1/safety-runs/" + run.id()))
                .entity(run)
                .build();
    }

    @GET
    @Operation(summary = "Safety runs, newest first; those that have expired, too")
    public Items<SafetyView> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable Integer limit) {
        int most = Limits.page(limit, Limits.LIST);
        return Items.page(
                safety.list(Limits.orEmpty(after), most + 1).stream()
                        .map(SafetyView::of)
                        .toList(),
                most,
                SafetyView::id);
    }

    @GET
    @Path("{run}")
    @Operation(summary = "One safety run: state, reason, who asked and who approved, until when")
    public SafetyView one(@PathParam("run") String run) {
        return SafetyView.of(safety.run(run));
    }

    @POST
    @Path("{run}/approve")
    @Operation(summary = "Says the yes that a safety run waits for; refused for who has asked for it")
    public SafetyView approve(@PathParam("run") String run) {
        return SafetyView.of(safety.approve(run));
    }

    @DELETE
    @Path("{run}")
    @Operation(summary = "Ends a safety run before its time, and deletes what it has found")
    public SafetyView end(@PathParam("run") String run) {
        return SafetyView.of(safety.end(run));
    }

    @GET
    @Path("{run}/clusters")
    @Operation(
            summary = "Every cluster with its exact size, from the top down, the larger first; recorded in the audit")
    public Response clusters(
            @PathParam("run") String run,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        int most = Limits.page(limit, Limits.CLUSTERS);
        long passed = Limits.number("after", after);
        return unkept(SafetyView.clusters(safety.read(run, "", passed, most), passed, most));
    }

    @GET
    @Path("{run}/clusters/{cluster}")
    @Operation(summary = "One cluster and the conversations in it, by pseudonym; recorded in the audit")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SafetyView.Detail.class)))
    public Response cluster(
            @PathParam("run") String run,
            @PathParam("cluster") String cluster,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        int most = Limits.page(limit, Limits.CLUSTERS);
        long passed = Limits.number("after", after);
        return unkept(SafetyView.Detail.of(safety.read(run, cluster, passed, most), passed, most));
    }

    /** Whatever is read anew is recorded anew: no copy stays in between. */
    private static Response unkept(Object entity) {
        return Response.ok(entity).header("Cache-Control", "no-store").build();
    }
}

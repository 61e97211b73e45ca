package murmuration.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import murmuration.core.ErrorCode;
import murmuration.core.RunState;
import murmuration.gateway.spec.SpecReader;
import murmuration.gateway.spec.SpecReading;
import murmuration.runs.v1.Run;
import murmuration.runs.v1.Steer;
import murmuration.runtime.Json;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** Runs: started from a spec, listed, watched, steered. */
@Path("/api/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "runs")
@Blocking
public class RunsResource {
    private static final List<String> STATES = Stream.concat(
                    Stream.of(""), Stream.of(RunState.values()).map(Enum::name))
            .toList();

    private final Runs runs;
    private final Bodies bodies;
    private final RunEvents events;

    RunsResource(Runs runs, Bodies bodies, GatewayConfig config) {
        this.runs = runs;
        this.bodies = bodies;
        this.events = new RunEvents(runs, config.heartbeat());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Starts a run of a spec (JSON, or YAML); 422 lists every fault of the spec")
    @APIResponse(
            responseCode = "201",
            description = "The run",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    public Response start(InputStream body, @HeaderParam("Idempotency-Key") @Nullable String key) {
        return start(bodies.json(body), DatasetsResource.idempotency(key));
    }

    @POST
    @Consumes({"application/yaml", "application/x-yaml"})
    @Operation(hidden = true)
    public Response startYaml(InputStream body, @HeaderParam("Idempotency-Key") @Nullable String key) {
        return start(bodies.yaml(body), DatasetsResource.idempotency(key));
    }

    private Response start(JsonNode document, String key) {
        return read(document, spec -> {
            RunView run = RunView.of(runs.start(spec, key));
            return Response.created(URI.create("/api/v1/runs/" + run.id()))
                    .entity(run)
                    .build();
        });
    }

    @POST
    @Path("estimate")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "What a run of a spec (JSON, or YAML) would come to: conversations, calls, tokens, money and time, with"
                            + " what this assumes; 422 lists every fault of the spec")
    @APIResponse(
            responseCode = "200",
            description = "The estimate",
            content = @Content(schema = @Schema(implementation = OutlookView.class)))
    public Response estimate(InputStream body) {
        return estimate(bodies.json(body));
    }

    @POST
    @Path("estimate")
    @Consumes({"application/yaml", "application/x-yaml"})
    @Operation(hidden = true)
    public Response estimateYaml(InputStream body) {
        return estimate(bodies.yaml(body));
    }

    private Response estimate(JsonNode document) {
        return read(
                document,
                spec -> Response.ok(OutlookView.of(runs.estimate(spec))).build());
    }

    /** Does something with a complete spec, or answers every fault that it has. */
    private Response read(JsonNode document, Function<String, Response> use) {
        SpecReading reading = new SpecReader(runs::facts).read(document);
        return reading.spec()
                .map(spec -> use.apply(Json.write(spec)))
                .orElseGet(() -> HttpErrors.faults(ErrorCode.INVALID_SPEC, reading.faults()));
    }

    @GET
    @Operation(summary = "Runs, newest first; by state and data set (id or name)")
    public Items<RunView> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("dataset") @Nullable String dataset,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        int most = Limits.page(limit, Limits.LIST);
        Runs.Listing listing = new Runs.Listing(
                Limits.word("state", state == null ? null : state.toUpperCase(Locale.ROOT), STATES),
                Limits.orEmpty(dataset),
                Limits.orEmpty(after),
                most + 1);
        return Items.page(runs.list(listing).stream().map(RunView::of).toList(), most, RunView::id);
    }

    @GET
    @Path("{run}")
    @Operation(summary = "One run: state, stages with their progress, spec, failure")
    public RunView one(@PathParam("run") String run) {
        return RunView.of(runs.run(run));
    }

    @GET
    @Path("{run}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.TEXT_PLAIN)
    @Operation(summary = "The run each time it changes, as server-sent events; Last-Event-ID goes on after a version")
    public Multi<OutboundSseEvent> events(
            @PathParam("run") String run, @HeaderParam("Last-Event-ID") @Nullable String last, @Context Sse sse) {
        Run now = runs.run(run);
        return events.of(now, RunEvents.version(last), sse);
    }

    @PATCH
    @Path("{run}/budget")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Sets a run's budget, {usd: 5.00} or {usd: null}; a run that paused for it goes on")
    public RunView budget(@PathParam("run") String run, InputStream body) {
        return RunView.of(runs.budget(run, Limits.usd(bodies.json(body))));
    }

    @POST
    @Path("{run}/pause")
    @Operation(summary = "Pauses a run at its next flush")
    public RunView pause(@PathParam("run") String run) {
        return RunView.of(runs.steer(run, Steer.STEER_PAUSE));
    }

    @POST
    @Path("{run}/resume")
    @Operation(summary = "Lets a paused run go on")
    public RunView resume(@PathParam("run") String run) {
        return RunView.of(runs.steer(run, Steer.STEER_RESUME));
    }

    @POST
    @Path("{run}/cancel")
    @Operation(summary = "Cancels a run; nothing of it is published")
    public RunView cancel(@PathParam("run") String run) {
        return RunView.of(runs.steer(run, Steer.STEER_CANCEL));
    }

    @POST
    @Path("{run}/approve")
    @Operation(summary = "Says the yes that a run waits for")
    public RunView approve(@PathParam("run") String run) {
        return RunView.of(runs.steer(run, Steer.STEER_APPROVE));
    }
}

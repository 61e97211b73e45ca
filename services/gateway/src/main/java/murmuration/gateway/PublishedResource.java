package murmuration.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.gateway.access.SignedIn;
import murmuration.runtime.CanonicalJson;
import murmuration.runtime.Json;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What is published of a run: aggregates only, under an entity tag that is the result's digest. */
@Path("/api/v1/runs/{run}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "published")
@Blocking
public class PublishedResource {
    /** Changes when the form of the answers does: the same result under a new form is not the same entity. */
    private static final String FORM = "3";

    /** What two runs of the same result differ in; an export leaves it to the manifest. */
    private static final List<String> ONE_RUNS_OWN = List.of("runId", "datasetId", "publishedAt", "manifestDigest");

    private final PublishedRows rows;
    private final SignedIn signedIn;

    PublishedResource(PublishedRows rows, SignedIn signedIn) {
        this.rows = rows;
        this.signedIn = signedIn;
    }

    @GET
    @Path("tree")
    @Operation(summary = "The clusters as a tree, the larger first; breakdowns and time line of the whole run")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TreeView.class)))
    public Response tree(
            @PathParam("run") String run, @QueryParam("depth") @Nullable Integer depth, @Context Request request) {
        int levels = Limits.within("depth", depth == null ? Limits.DEPTH : depth, Limits.DEPTH);
        return tagged(run, request, found -> TreeView.of(found, rows.clusters(found), rows.cells(found, ""), levels));
    }

    @GET
    @Path("clusters")
    @Operation(summary = "Clusters by level, parent and words; facet=<facet>:<value> adds the share of that answer")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Items.class)))
    public Response clusters(
            @PathParam("run") String run,
            @QueryParam("level") @Nullable Integer level,
            @QueryParam("parent") @Nullable String parent,
            @QueryParam("facet") @Nullable String facet,
            @QueryParam("q") @Nullable String q,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit,
            @Context Request request) {
        int most = Limits.page(limit, Limits.CLUSTERS);
        ClusterQuery query = new ClusterQuery(new ClusterQuery.Asked(level, parent, facet, q, sort, after, most + 1));
        return tagged(run, request, found -> Items.page(rows.find(found, query), most, query::cursor));
    }

    @GET
    @Path("clusters/{cluster}")
    @Operation(summary = "One cluster: breadcrumb, children, nearest, breakdowns, time line")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ClusterDetail.class)))
    public Response cluster(
            @PathParam("run") String run, @PathParam("cluster") String cluster, @Context Request request) {
        return tagged(run, request, found -> detail(found, cluster));
    }

    @GET
    @Path("map")
    @Operation(summary = "Where the clusters of a level lie, or of all levels")
    public Response map(
            @PathParam("run") String run, @QueryParam("level") @Nullable Integer level, @Context Request request) {
        return tagged(run, request, found -> Map.of("clusters", places(found, level)));
    }

    @GET
    @Path("manifest")
    @Operation(
            summary =
                    "What the run came from and what it gave: digests, seeds, versions, models, approvals; JSON in the form"
                            + " of RFC 8785 under schemas/manifest.json, its SHA-256 as entity tag")
    public Response manifest(@PathParam("run") String run, @Context Request request) {
        CanonicalJson document = found(run).document();
        EntityTag tag = new EntityTag(document.sha256());
        return settled(request, tag)
                .orElseGet(() -> Response.ok(document.bytes())
                        .header("Cache-Control", "private, no-cache")
                        .tag(tag)
                        .build());
    }

    @GET
    @Path("export")
    @Produces(MediaType.WILDCARD)
    @Operation(
            summary =
                    "Everything that is published: format=json, or format=csv in the long form; the same result, the same bytes")
    public Response export(
            @PathParam("run") String run, @QueryParam("format") @Nullable String format, @Context Request request) {
        boolean csv = Limits.word("format", format, List.of("json", "csv")).equals("csv");
        PublishedRun found = found(run);
        EntityTag tag = tag(found, csv ? "csv" : "json");
        Optional<Response> settled = settled(request, tag);
        if (settled.isPresent()) {
            return settled.get();
        }
        StreamingOutput body = csv ? out -> csv(found, out) : out -> json(found, out);
        String name = "murmuration-" + found.id() + (csv ? ".csv" : ".json");
        return Response.ok(body)
                .type(csv ? "text/csv;charset=UTF-8" : MediaType.APPLICATION_JSON)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .header("Cache-Control", "private, no-cache")
                .tag(tag)
                .build();
    }

    private ClusterDetail detail(PublishedRun run, String id) {
        ClusterView cluster = rows.cluster(run, id)
                .orElseThrow(
                        () -> new MurmurationException(ErrorCode.NOT_FOUND, "no cluster with that id is published"));
        List<Cell> cells = rows.cells(run, id);
        return new ClusterDetail(
                cluster,
                rows.above(run, id),
                rows.below(run, id),
                rows.near(run, id),
                Breakdown.of(cells, cluster.conversations(), rows.cells(run, "")),
                Breakdown.timeline(cells));
    }

    private List<ClusterView> places(PublishedRun run, @Nullable Integer level) {
        return rows.clusters(run).stream()
                .filter(cluster -> level == null || cluster.level() == level)
                .toList();
    }

    private void csv(PublishedRun run, OutputStream stream) {
        try (Writer out = new OutputStreamWriter(stream, StandardCharsets.UTF_8)) {
            LongForm form = new LongForm(out);
            form.begin(rows.clusters(run));
            rows.eachCell(run, form::cell);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void json(PublishedRun run, OutputStream stream) {
        Map<String, List<Cell>> cells = new HashMap<>();
        rows.eachCell(
                run,
                cell -> cells.computeIfAbsent(cell.clusterId(), id -> new ArrayList<>())
                        .add(cell));
        List<Cell> base = cells.getOrDefault("", List.of());
        try (JsonGenerator out = Json.mapper().getFactory().createGenerator(stream)) {
            out.writeStartObject();
            out.writePOJOField(
                    "run",
                    Json.mapper()
                            .<ObjectNode>valueToTree(TreeView.of(run, List.of(), base, 1))
                            .without(ONE_RUNS_OWN));
            out.writeArrayFieldStart("clusters");
            for (ClusterView cluster : rows.clusters(run)) {
                List<Cell> own = cells.getOrDefault(cluster.id(), List.of());
                out.writePOJO(new Exported(
                        cluster, Breakdown.of(own, cluster.conversations(), base), Breakdown.timeline(own)));
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A cluster of an export. */
    record Exported(
            @com.fasterxml.jackson.annotation.JsonUnwrapped ClusterView cluster,
            List<Breakdown> breakdowns,
            List<Breakdown.Stretch> timeline) {}

    private <T> Response tagged(String runId, Request request, Function<PublishedRun, T> entity) {
        PublishedRun run = found(runId);
        EntityTag tag = tag(run, "json");
        return settled(request, tag)
                .orElseGet(() -> Response.ok(entity.apply(run))
                        .header("Cache-Control", "private, no-cache")
                        .tag(tag)
                        .build());
    }

    /** The answer, where what the client has of the entity says it already. */
    static Optional<Response> settled(Request request, EntityTag tag) {
        Response.@Nullable ResponseBuilder answer = request.evaluatePreconditions(tag);
        if (answer == null && isHeld(request, tag)) {
            answer = Response.notModified(tag);
        }
        if (answer == null) {
            return Optional.empty();
        }
        Response settled = answer.header("Cache-Control", "private, no-cache").build();
        return Optional.of(
                settled.getStatus() == 304 ? settled : HttpErrors.answer(HttpErrors.byStatus(settled.getStatus())));
    }

    /** Whether the client has it under a weak tag, as what compresses on the way makes of ours: it counts (RFC 9110, 13.1.2). */
    private static boolean isHeld(Request request, EntityTag tag) {
        Response.@Nullable ResponseBuilder answer = request.evaluatePreconditions(new EntityTag(tag.getValue(), true));
        return answer != null && answer.build().getStatus() == 304;
    }

    private PublishedRun found(String runId) {
        return rows.run(signedIn.principal().tenant(), runId);
    }

    static EntityTag tag(PublishedRun run, String form) {
        return new EntityTag(run.resultDigest() + "-" + run.id() + "-" + form + FORM
                + (run.erasedAt() == null ? "" : "-" + run.erasedAt().toEpochMilli()));
    }
}

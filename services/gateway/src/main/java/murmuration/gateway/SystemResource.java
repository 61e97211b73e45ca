package murmuration.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import murmuration.core.Build;
import murmuration.core.Facet;
import murmuration.core.Facets;
import murmuration.core.Minimums;
import murmuration.gateway.access.AccessConfig;
import murmuration.gateway.spec.SpecSchema;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What this installation is and takes. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "system")
public class SystemResource {
    private final GatewayConfig config;
    private final AccessConfig access;
    private final JsonNode schema = SpecSchema.generate();
    private final JsonNode manifest = ManifestSchema.generate();

    SystemResource(GatewayConfig config, AccessConfig access) {
        this.access = access;
        this.config = config;
    }

    /** @param floor accounts below which nothing is ever shown */
    public record SystemView(
            String version,
            String signIn,
            List<String> modelProviders,
            List<String> embeddings,
            List<String> facets,
            int floor,
            LimitsView limits) {}

    /** Bounds of what may be asked for at once. */
    public record LimitsView(long bodyBytes, long uploadBytes, int listed, int clusters) {}

    @GET
    @Path("system")
    @Operation(summary = "Version, model providers, facets, limits, the floor")
    public SystemView system() {
        return new SystemView(
                Build.THIS.version(),
                access.required() ? "required" : "none",
                List.of("offline", "anthropic", "openai"),
                List.of("onnx/all-MiniLM-L6-v2", "openai"),
                Facets.builtIn().stream().map(Facet::id).toList(),
                Minimums.FLOOR,
                new LimitsView(
                        config.maxBody().asLongValue(),
                        config.maxUpload().asLongValue(),
                        Limits.LIST,
                        Limits.CLUSTERS));
    }

    @GET
    @Path("schemas/run-spec.json")
    @Produces("application/schema+json")
    @Operation(summary = "The JSON Schema of a run's spec")
    public JsonNode runSpec() {
        return schema;
    }

    @GET
    @Path("schemas/manifest.json")
    @Produces("application/schema+json")
    @Operation(summary = "The JSON Schema of a run's manifest")
    public JsonNode manifest() {
        return manifest;
    }
}

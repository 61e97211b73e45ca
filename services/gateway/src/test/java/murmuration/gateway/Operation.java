package murmuration.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import murmuration.gateway.access.Role;
import murmuration.runtime.Json;

/** An operation of the OpenAPI document, the role that it says is needed, and what it may be asked with. */
record Operation(String method, String path, Role role, List<Parameter> parameters) {
    private static final Set<String> PUBLISHED = Set.of("tree", "clusters", "map", "manifest", "export", "compare");

    Operation {
        parameters = List.copyOf(parameters);
    }

    /** @param in path, query, header or cookie */
    record Parameter(String in, String name) {}

    /** Every operation, as the running gateway documents it. */
    static List<Operation> documented() {
        JsonNode document = Json.read(given().get("/q/openapi?format=json").asString(), JsonNode.class);
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(each -> each.getValue().has("x-role"))
                        .forEach(each -> operations.add(of(each.getKey(), path.getKey(), each.getValue()))));
        assertThat(new TreeSet<>(operations.stream().map(Operation::toString).toList()))
                .hasSameSizeAs(operations);
        return operations;
    }

    private static Operation of(String method, String path, JsonNode operation) {
        Role role = Role.valueOf(operation.path("x-role").asText().toUpperCase(Locale.ROOT));
        assertThat(operation.path("security").isEmpty()).isEqualTo(role == Role.ANYONE);
        JsonNode answers = operation.path("responses");
        assertThat(answers.has("401"))
                .isEqualTo(role != Role.ANYONE || (method.equals("post") && path.endsWith("/session")));
        assertThat(answers.has("404")).isEqualTo(path.contains("{"));
        for (String status : List.of("400", "403", "default")) {
            JsonNode problem = answers.path(status).path("content").path(Problem.MEDIA_TYPE);
            assertThat(problem.at("/schema/$ref").asText()).as(status).isEqualTo("#/components/schemas/Problem");
        }
        List<Parameter> parameters = StreamSupport.stream(
                        operation.path("parameters").spliterator(), false)
                .map(each -> new Parameter(
                        each.path("in").asText(), each.path("name").asText()))
                .toList();
        return new Operation(method.toUpperCase(Locale.ROOT), path, role, parameters);
    }

    boolean hasId() {
        return path.contains("{");
    }

    /** The path with ids of what there is. @param keyId the id of an API key */
    String address(String keyId) {
        String published = path.replaceAll(".*/\\{run}/?([a-z]*).*", "$1");
        return path.replace(
                        "{run}",
                        PUBLISHED.contains(published) || toString().endsWith("GET /api/v1/runs/{run}/replay")
                                ? PublishedSchema.RUN
                                : ScriptedRuns.RUNNING)
                .replace("{other}", PublishedSchema.LATER)
                .replace("{cluster}", "base1")
                .replace("/keys/{id}", "/keys/" + keyId)
                .replace("{id}", PublishedSchema.DATASET);
    }

    /** A good body, where the operation takes one. @param key an API key */
    Optional<String> body(String key) {
        return switch (toString()) {
            case "POST /api/v1/runs", "POST /api/v1/runs/estimate" -> Optional.of("{\"dataset\": \"sample\"}");
            case "POST /api/v1/datasets" -> Optional.of("{\"name\": \"here\", \"source\": {\"uri\": \"week.jsonl\"}}");
            case "POST /api/v1/datasets/{id}/erasures" -> Optional.of("{\"accountId\": \"u-1\"}");
            case "POST /api/v1/safety-runs" ->
                Optional.of("{\"spec\": {\"dataset\": \"sample\"}, \"reason\": \"case 7\","
                        + " \"expiresAt\": \"2099-01-01T00:00:00Z\"}");
            case "POST /api/v1/keys" -> Optional.of("{\"name\": \"x\", \"role\": \"viewer\"}");
            case "POST /api/v1/session" -> Optional.of("{\"key\": \"" + key + "\"}");
            case "PATCH /api/v1/runs/{run}/budget" -> Optional.of("{\"usd\": 1}");
            default -> method.equals("POST") ? Optional.of("{}") : Optional.empty();
        };
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}

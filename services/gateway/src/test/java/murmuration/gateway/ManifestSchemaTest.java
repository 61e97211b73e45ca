package murmuration.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import murmuration.core.Build;
import murmuration.core.Digest;
import murmuration.core.Embedder;
import murmuration.core.Facet;
import murmuration.core.Facets;
import murmuration.core.Manifest;
import murmuration.core.Minimums;
import murmuration.core.Purpose;
import murmuration.core.RunSpec;
import murmuration.core.Stage;
import murmuration.core.StageReport;
import murmuration.runtime.Json;
import org.junit.jupiter.api.Test;

class ManifestSchemaTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ManifestSchema.generate().toString(), InputFormat.JSON);

    @Test
    void aManifestKeepsToIt() {
        assertThat(faults(document())).isEmpty();
    }

    @Test
    void whatHasNoPlaceInAManifestIsRefusedWhereverItStands() {
        for (String place : List.of(
                "",
                "/code",
                "/spec",
                "/spec/sampling",
                "/spec/facets/0",
                "/spec/facets/1",
                "/stages/CLUSTER",
                "/stages/CLUSTER/report",
                "/stages/CLUSTER/report/choice/candidates/0",
                "/stages/REVIEW.1/report/withheld",
                "/coverage",
                "/coverage/parts/0",
                "/cost/0",
                "/prices",
                "/prices/models/0",
                "/approvals/0")) {
            assertThat(faults(with(place, object -> object.put("conversationsExactly", 1234))))
                    .as(place)
                    .isNotEmpty();
        }
    }

    @Test
    void whatIsAlwaysThereIsRequired() {
        for (String name : List.of("schema", "resultDigest", "datasetDigest", "spec", "seed", "code", "coverage")) {
            assertThat(faults(with("", object -> object.remove(name)))).as(name).isNotEmpty();
        }
        assertThat(faults(with("", object -> object.remove("prices")))).isEmpty();
    }

    @Test
    void aStageThatThereIsNotIsRefusedAndALevelOfOneIsNot() {
        assertThat(faults(with("/stages", object -> object.set("REVIEW.12", object.path("CLUSTER")))))
                .isEmpty();
        assertThat(faults(with("/stages", object -> object.set("GUESS", object.path("CLUSTER")))))
                .isNotEmpty();
    }

    private static List<Error> faults(JsonNode document) {
        return SCHEMA.validate(document.toString(), InputFormat.JSON);
    }

    private static JsonNode with(String place, Consumer<ObjectNode> change) {
        JsonNode document = document();
        change.accept((ObjectNode) document.at(place));
        return document;
    }

    private static JsonNode document() {
        return Json.mapper().valueToTree(manifest());
    }

    private static Manifest manifest() {
        StageReport clustered = Json.read("""
                {"fixedK": false, "choice": {"k": 6, "reason": "the highest silhouette",
                 "candidates": [{"target": 20, "k": 6, "silhouette": 0.49, "stability": 1}]}}""", StageReport.class);
        StageReport raised = Json.read("""
                {"model": "offline", "targets": [3], "levels": [{"level": 1, "children": 6, "target": 3, "tries": 1,
                 "neighborhoods": 1, "proposals": 3, "deduplicated": 3, "empty": 0, "collapsed": 0, "parents": 2,
                 "assigned": {"exact": 6}}]}""", StageReport.class);
        StageReport planned = Json.read("""
                {"sampling": {"strategy": "CONVERSATIONS", "perAccount": 20, "from": "2025-11-17T00:00:00Z"}, "seed": 7}""", StageReport.class);
        StageReport reviewed = Json.read("{\"withheld\": {\"UNSUPPORTED\": 10, \"TOO_FEW\": 5}}", StageReport.class);
        return new Manifest(
                Manifest.SCHEMA,
                "0199aaaa-0000-7000-8000-000000000001",
                Digest.of("result"),
                Digest.of("data set"),
                Digest.of("spec"),
                spec(),
                7,
                Build.THIS,
                "offline",
                new TreeMap<>(Map.of(Purpose.NAME, "model, prompt 3, temperature 1.0")),
                new Embedder.Model("all-MiniLM-L6-v2", Digest.of("weights"), 384, "mean"),
                "0123456789ab",
                new Minimums(10, 6),
                3,
                Minimums.FLOOR,
                5,
                new Manifest.Compared(true),
                new TreeMap<>(Map.of(
                        "PLAN", new Manifest.StageRecord(Digest.of("p"), planned),
                        "CLUSTER", new Manifest.StageRecord(Digest.of("c"), clustered),
                        "RAISE", new Manifest.StageRecord(Digest.of("r"), raised),
                        "REVIEW.1", new Manifest.StageRecord(Digest.of("v"), reviewed))),
                new Manifest.Coverage(
                        1000, 5, List.of(new Manifest.Coverage.Part("kept", List.of("kept"), 1000, 1.0, 5))),
                List.of(new Manifest.Evaluation("labels.topic", 20, 18, 0.9, 0.8, 0.85)),
                List.of(new Manifest.Cost(Stage.NAME, Purpose.NAME, "model", 12, 4000, 1000, null)),
                new Manifest.Prices(
                        LocalDate.of(2025, 11, 25), List.of(new Manifest.Price("openai", "model", 0.4, 1.6, 0.4, 0.1))),
                List.of(new Manifest.Approval("a steward", "2025-11-20T01:00:00Z")),
                "2025-11-20T00:00:00Z");
    }

    private static RunSpec spec() {
        return new RunSpec(
                "sample",
                new RunSpec.Sampling(RunSpec.Strategy.CONVERSATIONS, null, 20, Instant.EPOCH, null),
                List.of(Facets.REQUEST, Facets.LANGUAGE, Facets.TURNS, new Facet.Flag("asks", "Is there a question?")),
                null,
                RunSpec.Accounts.REQUIRED,
                new RunSpec.Cluster("request", null),
                new RunSpec.Hierarchy(10),
                new RunSpec.MinimumsSpec(RunSpec.Profile.SMALL, new Minimums(10, 6), RunSpec.Small.WITHHOLD),
                new RunSpec.Privacy(3, RunSpec.Approval.REQUIRED),
                new RunSpec.Model("openai", "model", null, Map.of(Purpose.NAME, "other")),
                new RunSpec.Embedding("onnx", "all-MiniLM-L6-v2"),
                7,
                new RunSpec.Beside("week 47", 5.0, null));
    }
}

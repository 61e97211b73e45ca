package murmuration.gateway.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import murmuration.core.Facet;
import murmuration.core.Minimums;
import murmuration.core.Purpose;
import murmuration.core.RunSpec;
import murmuration.runtime.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SpecSchema.generate().toString());

    private static final String COMPLETE = """
            name: week-47
            dataset: small
            sampling: {strategy: completions, max: 10000, perAccount: off, from: 2025-11-17, to: "2025-11-24T00:00:00+01:00"}
            facets: [request, language, metadata.product, labels.topic]
            customFacets:
              - {id: tone, type: category, question: "How does the user sound?", domain: [calm, annoyed], open: false}
              - {id: effort, type: number, question: "How much effort, in hours?", low: 0, high: 40}
              - {id: code, type: boolean, question: "Does it hold program code?"}
              - {id: need, type: text, question: "What does the user need?", criteria: "Two sentences at most."}
            screen: {question: "Is the conversation about software?"}
            accounts: required
            cluster: {facet: need, k: 40}
            hierarchy: {top: 10}
            minimums: {conversations: 15, accounts: 8, small: reassign}
            privacy: {threshold: 4, approval: required}
            model: {provider: anthropic, name: some}
            embedding: {provider: onnx, name: all-MiniLM-L6-v2}
            budget: {usd: 5.00}
            seed: -9
            """;

    private static final String PROVIDED = """
            dataset: small
            model:
              {provider: openai, name: small, baseUrl: "http://localhost:11434/v1", concurrency: 50, batch: true,
               purposes: {NAME: {name: large}}}
            """;

    private final SpecReader reader = new SpecReader(name -> switch (name) {
        case "importing" -> Optional.of(new DatasetFacts("id-importing", "importing", DatasetFacts.UNKNOWN));
        case "small" -> Optional.of(new DatasetFacts("id-small", "small", 4_999));
        case "large" -> Optional.of(new DatasetFacts("id-large", "large", 5_000));
        default -> Optional.empty();
    });

    @Test
    void everythingButTheDatasetHasADefault() {
        RunSpec spec = spec("dataset: large");
        assertThat(spec.dataset()).isEqualTo("id-large");
        assertThat(spec.facets()).extracting(Facet::id).containsExactly("request", "language", "concern", "turns");
        assertThat(spec.sampling())
                .isEqualTo(new RunSpec.Sampling(RunSpec.Strategy.CONVERSATIONS, null, 20, null, null));
        assertThat(spec.accounts()).isEqualTo(RunSpec.Accounts.REQUIRED);
        assertThat(spec.cluster()).isEqualTo(new RunSpec.Cluster("request", null));
        assertThat(spec.privacy()).isEqualTo(new RunSpec.Privacy(3, RunSpec.Approval.NONE));
        assertThat(spec.beside().name()).isEqualTo("large");
        assertThat(spec.seed()).isEqualTo(7);
    }

    @Test
    void differentialPrivacyIsOffUnlessTheSpecHasAnEpsilon() {
        assertThat(spec("dataset: large").privacy().dp()).isNull();
        assertThat(Json.write(spec("dataset: large").privacy())).doesNotContain("dp");
        assertThat(spec("{dataset: large, privacy: {dp: {epsilon: 0.5}}}")
                        .privacy()
                        .dp())
                .isEqualTo(new RunSpec.Dp(0.5, 3));
        assertThat(faults("{dataset: large, privacy: {dp: {perAccount: 0}}}"))
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder("/privacy/dp/epsilon", "/privacy/dp/perAccount");
        assertThat(faults("{dataset: large, accounts: one-per-conversation, privacy: {dp: {epsilon: 30}}}"))
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder("/privacy/dp/epsilon", "/privacy/dp");
    }

    @Test
    void minimumsFollowTheSizeOfTheDataset() {
        assertThat(spec("dataset: small").minimums().profile()).isEqualTo(RunSpec.Profile.SMALL);
        assertThat(spec("dataset: small").minimums().values()).isEqualTo(new Minimums(10, 10));
        assertThat(spec("dataset: large").minimums().profile()).isEqualTo(RunSpec.Profile.INTERNAL);
        assertThat(spec("dataset: large").minimums().values()).isEqualTo(new Minimums(50, 25));
        assertThat(spec("dataset: importing").minimums().profile()).isEqualTo(RunSpec.Profile.INTERNAL);
        assertThat(spec("{dataset: large, minimums: {profile: publish}}")
                        .minimums()
                        .values())
                .isEqualTo(new Minimums(1_000, 1_000));
        assertThat(spec("{dataset: large, minimums: {profile: publish}}")
                        .privacy()
                        .threshold())
                .isEqualTo(4);
        assertThat(spec("{dataset: large, minimums: {conversations: 60, accounts: 30}}")
                        .minimums()
                        .profile())
                .isEqualTo(RunSpec.Profile.INTERNAL);
        assertThat(spec("{dataset: large, minimums: {conversations: 49, accounts: 30}}")
                        .minimums()
                        .profile())
                .isEqualTo(RunSpec.Profile.SMALL);
    }

    @Test
    void readsEveryField() {
        RunSpec spec = spec(COMPLETE);
        assertThat(spec.sampling().perAccount()).isNull();
        assertThat(spec.sampling().from()).isEqualTo(Instant.parse("2025-11-17T00:00:00Z"));
        assertThat(spec.sampling().to()).isEqualTo(Instant.parse("2025-11-23T23:00:00Z"));
        assertThat(spec.facets()).hasSize(8);
        assertThat(spec.cluster()).isEqualTo(new RunSpec.Cluster("need", 40));
        assertThat(spec.minimums().values()).isEqualTo(new Minimums(15, 8));
        assertThat(spec.minimums().small()).isEqualTo(RunSpec.Small.REASSIGN);
        assertThat(spec.beside().budgetUsd()).isEqualTo(5.0);
        assertThat(spec.seed()).isEqualTo(-9);
    }

    @Test
    void readsWhichModelIsAskedForWhat() {
        RunSpec spec = spec(PROVIDED);
        assertThat(spec.model())
                .isEqualTo(new RunSpec.Model(
                        "openai", "small", "http://localhost:11434/v1", Map.of(Purpose.NAME, "large")));
        assertThat(spec.beside().concurrency()).isEqualTo(50);
        assertThat(spec.beside().batch()).isTrue();
        assertThat(Json.read(Json.write(spec), RunSpec.class)).isEqualTo(spec);
        assertThat(schemaFaults(PROVIDED)).isEmpty();
        assertThat(Json.write(spec("dataset: small").model())).isEqualTo("{\"provider\":\"offline\"}");
    }

    @Test
    void readsWhichModelIsAskedForAFacetAndHow() {
        String asked = "{dataset: small, customFacets: [{id: need, type: text, question: q, model: large}], model:"
                + " {provider: openai, name: small, calls: separate}}";
        assertThat(spec(asked).model())
                .isEqualTo(new RunSpec.Model(
                        "openai", "small", null, null, Map.of("need", "large"), RunSpec.Calls.SEPARATE));
        assertThat(Json.read(Json.write(spec(asked)), RunSpec.class)).isEqualTo(spec(asked));
        assertThat(schemaFaults(asked)).isEmpty();
        assertThat(Json.write(spec("{dataset: small, model: {provider: openai, name: small, calls: combined}}")
                        .model()))
                .isEqualTo("{\"name\":\"small\",\"provider\":\"openai\"}");
        assertThat(faults("{dataset: small, customFacets: [{id: need, type: text, question: q, model: large}]}"))
                .extracting(Fault::pointer)
                .containsExactly("/customFacets/0/model");
        assertThat(faults("{dataset: small, model: {provider: openai, name: small, calls: both}}"))
                .extracting(Fault::pointer)
                .containsExactly("/model/calls");
    }

    @Test
    void anyFacetThatAModelIsAskedForMayNameItsModelOnce() {
        String need = "{dataset: small, customFacets: [{id: need, type: text, question: q, model: large}], model:"
                + " {provider: openai, name: small, facets: ";
        String asked = need + "{language: tiny, request: large}}}";
        assertThat(spec(asked).model().facets())
                .isEqualTo(Map.of("need", "large", "language", "tiny", "request", "large"));
        assertThat(schemaFaults(asked)).isEmpty();
        assertThat(spec(need + "{}}}").model().facets()).isEqualTo(Map.of("need", "large"));

        assertThat(faults(need + "{need: huge, turns: tiny, task: tiny, concern: ''}}}"))
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder(
                        "/model/facets/need", "/model/facets/turns", "/model/facets/task", "/model/facets/concern");
        assertThat(faults("{dataset: small, model: {facets: {language: tiny}}}"))
                .extracting(Fault::pointer)
                .containsExactly("/model/facets");
    }

    @Test
    void readsWhichEmbeddingModelIsAsked() {
        String asked = "{dataset: small, embedding: {provider: openai, name: m, baseUrl: 'http://localhost:1/v1',"
                + " dimensions: 100}}";
        assertThat(spec(asked).embedding())
                .isEqualTo(new RunSpec.Embedding("openai", "m", "http://localhost:1/v1", 100));
        assertThat(schemaFaults(asked)).isEmpty();
        assertThat(Json.write(spec("dataset: small").embedding()))
                .isEqualTo("{\"name\":\"all-MiniLM-L6-v2\",\"provider\":\"onnx\"}");
        assertThat(faults("{dataset: small, embedding: {provider: openai, baseUrl: here, dimensions: 1}}"))
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder("/embedding/name", "/embedding/baseUrl", "/embedding/dimensions");
        assertThat(faults("{dataset: small, embedding: {dimensions: 100}}"))
                .extracting(Fault::pointer)
                .containsExactly("/embedding/dimensions");
    }

    @Test
    void yamlAndJsonOfOneSpecAreOneSpec() throws JsonProcessingException {
        String fromYaml = Json.write(spec(COMPLETE));
        JsonNode json = Json.mapper().readTree(Json.write(new YAMLMapper().readTree(COMPLETE)));
        assertThat(Json.write(reader.read(json).spec().orElseThrow())).isEqualTo(fromYaml);
        assertThat(Json.read(fromYaml, RunSpec.class)).isEqualTo(spec(COMPLETE));
    }

    @Test
    void listsEveryFaultWithItsPlace() {
        List<Fault> faults = faults("""
                dateset: small
                sampling: {max: 0, perAccount: -1, from: 2025-11-24, to: 2025-11-17}
                facets: [request, request, mood]
                customFacets: [{id: language, type: categorie, question: ""}]
                accounts: one-per-conversation
                minimums: {profile: publish}
                privacy: {threshold: 2}
                model: {provider: anthropic, baseUrl: "http://me:secret@localhost", purposes: {NAMES: {name: x}}, concurrency: 0}
                cluster: {facet: language, k: 1}
                """);
        assertThat(faults)
                .extracting(Fault::pointer)
                .contains(
                        "/dataset",
                        "/dateset",
                        "/sampling/max",
                        "/sampling/perAccount",
                        "/sampling/to",
                        "/facets/1",
                        "/facets/2",
                        "/customFacets/0/id",
                        "/customFacets/0/type",
                        "/customFacets/0/question",
                        "/accounts",
                        "/privacy/threshold",
                        "/model/name",
                        "/model/baseUrl",
                        "/model/purposes/NAMES",
                        "/model/concurrency",
                        "/cluster/facet",
                        "/cluster/k");
        assertThat(faults).contains(new Fault("/model/name", "is required: the model as anthropic calls it"));
        assertThat(faults)
                .anySatisfy(fault -> assertThat(fault.detail()).contains("did you mean dataset?"))
                .anySatisfy(fault -> assertThat(fault.detail()).contains("did you mean category?"))
                .noneSatisfy(fault -> assertThat(fault.detail()).contains("mood"));
    }

    @Test
    void refusesWhatOfflineCannotDo() {
        String asked = """
                dataset: small
                customFacets: [{id: need, type: text, question: "What does the user need?"}]
                screen: {question: "Is it about software?"}
                cluster: {facet: need}
                """;
        assertThat(faults(asked)).extracting(Fault::pointer).containsExactlyInAnyOrder("/screen", "/cluster/facet");
        assertThat(faults(asked)).allSatisfy(fault -> assertThat(fault.detail()).contains("offline", "another model"));
        assertThat(spec(asked + "model: {provider: openai, name: some}")
                        .cluster()
                        .facet())
                .isEqualTo("need");
        // what is not clustered ends without a value, and is counted
        assertThat(spec(asked.replaceAll("(?m)^(screen|cluster).*\n", "")).facets())
                .extracting(Facet::id)
                .contains("need", "concern");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{dataset: small, minimums: {conversations: 15, accounts: 4}}",
                "{dataset: small, minimums: {accounts: 8}}",
                "{dataset: small, minimums: {conversations: 7, accounts: 8}}",
                "{dataset: small, minimums: {profile: internal, conversations: 50, accounts: 25}}",
                "{dataset: large, minimums: {profile: small}}",
                "{dataset: importing, minimums: {profile: small}}",
                "{dataset: large, minimums: {profile: publish}, privacy: {threshold: 3}}",
                "{dataset: large, minimums: {profile: publish}, accounts: one-per-conversation}",
                "{dataset: small, sampling: {from: '2025-11-17T08:30:00Z'}}",
                "{dataset: small, sampling: {to: '2025-11-17T08:00:00.001Z'}}",
                "[]",
                "small",
                "{dataset: small, facets: request}",
                "{dataset: small, cluster: []}",
                "{dataset: small, seed: 1.5}",
                "{dataset: small, seed: 9007199254740992}",
                "{dataset: small, customFacets: [{id: tone, type: category, question: q, domain: [one]}]}"
            })
    void refuses(String spec) {
        assertThat(faults(spec)).isNotEmpty();
    }

    @Test
    void theSchemaTakesWhatTheReaderTakes() {
        for (String spec :
                List.of("dataset: small", COMPLETE, "{dataset: large, sampling: {max: all}, cluster: {k: auto}}")) {
            assertThat(schemaFaults(spec)).as(spec).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{dataset: small, sede: 7}",
                "{dataset: small, sampling: {max: 0}}",
                "{dataset: small, sampling: {max: many}}",
                "{dataset: small, sampling: {from: yesterday}}",
                "{dataset: small, facets: ['not an id']}",
                "{dataset: small, customFacets: [{id: tone}]}",
                "{dataset: small, minimums: {profile: tiny}}",
                "{dataset: small, minimums: {conversations: 4, accounts: 4}}",
                "{dataset: small, privacy: {threshold: 6}}",
                "{dataset: small, model: {provider: bedrock}}",
                "{dataset: small, model: {provider: openai, name: m, purposes: {NAME: some}}}",
                "{dataset: small, model: {provider: openai, name: m, facets: {language: {name: some}}}}",
                "{dataset: small, seed: seven}",
                "{dataset: small, seed: -9007199254740992}"
            })
    void theSchemaAndTheReaderRefuseTheSame(String spec) {
        assertThat(schemaFaults(spec)).isNotEmpty();
        assertThat(faults(spec)).isNotEmpty();
    }

    private RunSpec spec(String yaml) {
        SpecReading reading = reader.read(parsed(yaml));
        assertThat(reading.faults()).isEmpty();
        return reading.spec().orElseThrow();
    }

    private List<Fault> faults(String yaml) {
        SpecReading reading = reader.read(parsed(yaml));
        assertThat(reading.spec()).isEmpty();
        return reading.faults();
    }

    private static List<com.networknt.schema.Error> schemaFaults(String yaml) {
        return SCHEMA.validate(parsed(yaml).toString(), InputFormat.JSON);
    }

    private static JsonNode parsed(String yaml) {
        try {
            return new YAMLMapper().readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

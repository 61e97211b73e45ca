package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import murmuration.core.Question;
import murmuration.core.RunSpec;
import murmuration.runtime.Json;
import org.junit.jupiter.api.Test;

class EstimatesTest {
    private final Estimates estimates = new Estimates(Prices.of(Optional.empty()));

    @Test
    void whatIsAskedOfConversationsIsCountedOnTheSample() {
        RunSpec spec = spec("gpt-4.1");
        long each = Tokens.of(PromptedModel.silent(spec.model()).call(Questions.FACETS));
        assertThat(each).isBetween(400L, 900L);

        Estimate few = estimates.of(spec, List.of(Questions.FACETS, Questions.FACETS), 2, 1_000);
        Estimate many = estimates.of(spec, List.of(Questions.FACETS), 1, 1_001_000);
        assertThat(few.calls()).isBetween(1_000L, 1_100L);
        // ten base clusters, named and reviewed: the rest is their part
        assertThat(few.inputTokens() - 1_000 * each).isBetween(10_000L, 100_000L);
        assertThat(many.inputTokens()).isGreaterThan(1_001_000 * each);
        assertThat(few.micros()).isNotNull().isGreaterThan(1_000 * each * 2);
    }

    @Test
    void withoutAPriceThereIsNoCost() {
        assertThat(estimates
                        .of(spec("of-my-own"), List.of(Questions.FACETS), 1, 10)
                        .micros())
                .isNull();
    }

    @Test
    void anotherModelForAPurposeHasItsOwnPrice() {
        RunSpec dear =
                spec("gpt-4.1\", \"purposes\": {\"FACETS\": \"gpt-4.1-nano\"}, \"baseUrl\": \"http://localhost:1");
        long whole = micros(spec("gpt-4.1"));
        assertThat(micros(dear)).isLessThan(whole / 2);
    }

    @Test
    void anEndpointsEmbeddingsAreCountedAndCost() {
        RunSpec offline =
                spec("{\"provider\": \"offline\"}", "{\"provider\": \"openai\", \"name\": \"text-embedding-3-large\"}");
        Estimate estimate = estimates.of(offline, List.of(), 0, 10_000);
        assertThat(estimate.calls()).isBetween(40L, 45L);
        assertThat(estimate.inputTokens()).isBetween(300_000L, 320_000L);
        assertThat(estimate.outputTokens()).isZero();
        assertThat(estimate.micros()).isNotNull().isBetween(39_000L, 42_000L);

        RunSpec both = spec(
                "{\"provider\": \"openai\", \"name\": \"gpt-4.1\"}",
                "{\"provider\": \"openai\", \"name\": \"of-my-own\"}");
        assertThat(estimates.of(both, List.of(Questions.FACETS), 1, 10_000).micros())
                .isNull();
    }

    @Test
    void timeIsWhatCallsTakeHereOrTwoSecondsEach() {
        RunSpec spec =
                spec("gpt-4.1\", \"purposes\": {\"AUDIT\": \"gpt-4.1-nano\"}, \"baseUrl\": \"http://localhost:1");
        long calls = estimates.of(spec, List.of(Questions.FACETS), 1, 1_000).calls();
        CallTime assumed =
                Estimates.time(spec, List.of(Questions.FACETS), 1, 1_000, (provider, model) -> Optional.empty(), 1);
        assertThat(assumed.seconds()).isCloseTo(2.0 * calls, offset(2.0));
        assertThat(assumed.each()).isCloseTo(2, offset(0.01));
        assertThat(assumed.measured()).isFalse();

        CallTime measured = Estimates.time(
                spec, List.of(Questions.FACETS), 1, 1_000, (provider, model) -> Optional.of(Duration.ofMillis(500)), 1);
        assertThat(measured.seconds()).isCloseTo(0.5 * calls, offset(1.0));
        assertThat(measured.measured()).isTrue();
        assertThat(Estimates.time(
                                spec,
                                List.of(Questions.FACETS),
                                1,
                                1_000,
                                (provider, model) ->
                                        Optional.of(Duration.ofMillis(500)).filter(any -> model.equals("gpt-4.1")),
                                1)
                        .measured())
                .as("of one of its models nothing is known")
                .isFalse();
    }

    /** Ten clusters: 15 names 8 at a time, 15 reviews 4 at a time; where the spec allows for 200, 16 and 32. */
    @Test
    void namesAndReviewsAreNotAskedForAsManyAtATimeAsFacets() {
        List<Question<?>> sample = List.of(Questions.FACETS);
        CallTime time = Estimates.time(spec("gpt-4.1"), sample, 1, 1_000, (provider, model) -> Optional.empty(), 100);
        assertThat(time.seconds()).isCloseTo(2 * (1_000 / 100.0 + 15 / 8.0 + 15 / 4.0), offset(0.1));
        assertThat(time.each()).isCloseTo(2, offset(0.01));
        RunSpec said = spec("gpt-4.1").with(new RunSpec.Beside("r", null, 200));
        assertThat(Estimates.time(said, sample, 1, 1_000, (provider, model) -> Optional.empty(), 200)
                        .seconds())
                .isCloseTo(2 * (1_000 / 200.0 + 15 / 16.0 + 15 / 32.0), offset(0.1));
    }

    @Test
    void batchesCostHalfAndTakeNoTimeThatAnybodyKnows() {
        RunSpec plain = spec("gpt-4.1");
        RunSpec batched =
                Json.read(Json.write(plain).replace("\"name\":\"r\"", "\"name\":\"r\",\"batch\":true"), RunSpec.class);
        assertThat(batched.beside().batch()).isTrue();
        assertThat(micros(batched)).isBetween(micros(plain) / 2, micros(plain) * 6 / 10);
        CallTime time =
                Estimates.time(batched, List.of(Questions.FACETS), 1, 1_000, (provider, model) -> Optional.empty(), 1);
        assertThat(time.seconds()).isLessThan(100);
        assertThat(time.each()).isCloseTo(2, offset(0.01));
    }

    @Test
    void latencyIsTheMeanOfWhatWasAnswered() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ModelMetrics metrics = new ModelMetrics(registry);
        assertThat(metrics.latency("openai", "m")).isEmpty();
        for (int millis : new int[] {100, 300}) {
            registry.timer(
                            "murmuration_models_calls",
                            "provider",
                            "openai",
                            "model",
                            "m",
                            "purpose",
                            "P" + millis,
                            "outcome",
                            "ANSWERED")
                    .record(Duration.ofMillis(millis));
        }
        registry.timer(
                        "murmuration_models_calls",
                        "provider",
                        "openai",
                        "model",
                        "m",
                        "purpose",
                        "P",
                        "outcome",
                        "UNAVAILABLE")
                .record(Duration.ofMinutes(2));
        assertThat(metrics.latency("openai", "m")).contains(Duration.ofMillis(200));
        assertThat(metrics.latency("openai", "other")).isEmpty();
    }

    private long micros(RunSpec spec) {
        return Objects.requireNonNull(
                estimates.of(spec, List.of(Questions.FACETS), 1, 1_000).micros());
    }

    private static RunSpec spec(String model) {
        return spec(
                "{\"provider\": \"openai\", \"name\": \"" + model + "\"}", "{\"provider\": \"onnx\", \"name\": \"m\"}");
    }

    private static RunSpec spec(String model, String embedding) {
        return Json.read(
                "{\"facets\": [], \"cluster\": {\"facet\": \"request\"}, \"beside\": {\"name\": \"r\"}, \"embedding\": "
                        + embedding + ", \"model\": " + model + "}",
                RunSpec.class);
    }
}

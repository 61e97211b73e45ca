package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

    private long micros(RunSpec spec) {
        return Objects.requireNonNull(
                estimates.of(spec, List.of(Questions.FACETS), 1, 1_000).micros());
    }

    private static RunSpec spec(String model) {
        return Json.read(
                "{\"facets\": [], \"cluster\": {\"facet\": \"request\"}, \"embedding\": {\"provider\": \"onnx\", \"name\": \"m\"},"
                        + " \"model\": {\"provider\": \"openai\", \"name\": \"" + model + "\"}}",
                RunSpec.class);
    }
}

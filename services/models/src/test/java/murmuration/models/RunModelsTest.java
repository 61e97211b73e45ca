package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.TracerProvider;
import java.io.IOException;
import java.util.Map;
import murmuration.core.Answer;
import murmuration.core.Question;
import murmuration.runtime.Assignment;
import murmuration.runtime.TestDatabase;
import org.junit.jupiter.api.Test;

class RunModelsTest {
    private static final Question.Audit AUDIT = new Question.Audit(new Question.Label("Write poems", "Poems."), "");

    private final TestDatabase postgres = TestDatabase.create();
    private final Runs runs = new Runs(postgres, "gpt-4.1");

    @Test
    void anAnswerThatCouldNotBeStoredInOneStepOfARunIsStoredInTheNext() throws IOException {
        try (ProviderServer server = new ProviderServer()) {
            server.told = new ProviderServer.Told(
                    200,
                    Map.of(),
                    "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":"
                            + "\"{\\\"reason\\\":\\\"\\\",\\\"rating\\\":2}\"}}]}");
            TestConfig config = TestConfig.at(server.url());
            Cashier cashier = new Cashier(postgres.as("privacy"), config);
            MemoryStore store = new MemoryStore(cashier);
            ProviderModels providers = new ProviderModels(
                    config,
                    name -> "sk-test",
                    new SimpleMeterRegistry(),
                    () -> TracerProvider.noop().get("test"));
            RunModels models = new RunModels(run -> providers.of(run, store, cashier));
            Assignment run = runs.run("a", "");

            store.away = true;
            assertThatThrownBy(() -> models.of(run).ask(AUDIT)).hasMessage("the store is away");
            store.away = false;
            assertThat(models.of(run).ask(AUDIT)).isEqualTo(Answer.of(2));
            assertThat(server.received).hasSize(1);
            assertThat(store.kept).hasSize(1);
        }
    }

    @Test
    void eachRunHasAModelOfItsOwn() {
        RunModels models = new RunModels(run -> PromptedModel.silent(run.spec().model()));
        Assignment first = runs.run("a", "");
        assertThat(models.of(first)).isSameAs(models.of(first)).isNotSameAs(models.of(runs.run("a", "")));
    }
}

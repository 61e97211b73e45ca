package murmuration.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import murmuration.core.AccountId;
import murmuration.core.EndState;
import murmuration.core.ErrorCode;
import murmuration.core.Facets;
import murmuration.core.LanguageModel;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.extraction.imports.Imported;
import murmuration.extraction.imports.Pseudonyms;
import murmuration.extraction.shards.DatasetKey;
import murmuration.models.BatchRows;
import murmuration.models.Cashier;
import murmuration.models.ProviderBatches;
import murmuration.models.ProviderModels;
import murmuration.models.ReplyRows;
import murmuration.models.RunModels;
import murmuration.models.TestModels;
import murmuration.runtime.Assignment;
import murmuration.runtime.DeploymentKey;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run through batches of its provider, and the same run without. */
@Timeout(120)
class ProviderRoundsTest {
    private static final Duration POLL = Duration.ofMinutes(1);
    private static final int CONVERSATIONS = 30;

    private final Bench bench;
    private final BatchingServer server;
    private final ProviderModels models;
    private final Cashier cashier;
    private final Path folder;
    private final DatasetKey dataset;
    private final Imported imported;

    ProviderRoundsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        bench = new Bench(folder);
        server = new BatchingServer();
        TestModels config = new TestModels(server.url());
        models = config.models();
        cashier = new Cashier(bench.database, config);
        dataset = Bench.dataset();
        imported = bench.read(
                dataset,
                IntStream.range(0, CONVERSATIONS)
                        .mapToObj(i -> "{\"id\":\"" + i + "\",\"account_id\":\"" + i % 10
                                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"text " + i + "\"}]}")
                        .collect(Collectors.joining("\n")));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void screenAndFacetsAreAskedInBatchesAndTheResultIsTheSameAsWithout() {
        RunKey batched = run();
        ProviderRounds rounds = rounds();
        assertThat(rounds.advance(batched, 0)).isEqualTo(POLL);
        assertThat(rounds.advance(batched, 0)).isEqualTo(POLL);
        assertThat(server.files).hasSize(1);
        server.completed = true;
        // the screen's answers are collected, and the facets of those that passed are handed in
        assertThat(rounds.advance(batched, 0)).isEqualTo(POLL);
        assertThat(rounds.advance(batched, 0)).isEqualTo(Duration.ZERO);
        assertThat(server.files.get("f0")).hasSize(CONVERSATIONS);
        assertThat(server.files.get("f1")).hasSizeBetween(5, CONVERSATIONS * 4 / 5);
        assertThat(server.files.toString()).doesNotContain("account");
        assertThat(server.alone).isEmpty();
        assertThat(rounds.advance(batched, 0)).isEqualTo(Duration.ZERO);
        assertThat(server.files).hasSize(2);

        Seals.Sealed sealed = processed(batched);
        // only what the batches left out
        assertThat(server.alone.stream().filter("screen"::equals)).hasSize(CONVERSATIONS / 5);
        assertThat(server.alone.stream().filter("facets"::equals)).hasSizeLessThan(CONVERSATIONS / 2);

        bench.database.useTenant(Bench.TENANT, handle -> {
            handle.execute("DELETE FROM facets.reply");
            handle.execute("DELETE FROM facets.reply_use");
        });
        server.alone.clear();
        RunKey plain = run();
        assertThat(processed(plain)).isEqualTo(sealed);
        assertThat(server.alone.stream().filter("screen"::equals)).hasSize(CONVERSATIONS);
    }

    @Test
    void whatABatchSaysOfAnAccountThatWasErasedMeanwhileIsBilledAndStoredNowhere() {
        RunKey run = run();
        ProviderRounds rounds = rounds();
        assertThat(rounds.advance(run, 0)).isEqualTo(POLL);
        assertThat(server.files.get("f0")).asString().contains("text 3", "text 13", "text 23");
        AccountErasureRows.Taken taken = bench.accounts().take(dataset, "3");
        server.completed = true;
        // some of the others' answers are stored, and all are collected again
        assertIsBeingErased(() -> rounds.advance(run, 0));
        bench.changed(dataset, taken);
        bench.accounts().purge(dataset, "3");
        assertIsBeingErased(() -> rounds.advance(run, 0));

        // the run starts over
        bench.accounts().run(run, false);
        bench.plans().run(run, Bench.SILENT);
        assertThat(rounds.advance(run, 0)).isEqualTo(POLL);
        assertThat(rounds.advance(run, 0)).isEqualTo(Duration.ZERO);

        assertThat(server.files).hasSize(2);
        assertThat(server.files.get("f1")).asString().doesNotContain("text 3", "text 13", "text 23");
        assertThat(sum("calls", "model.usage WHERE purpose = 'SCREEN' AND outcome = 'ANSWERED'"))
                .isEqualTo(CONVERSATIONS * 4 / 5);
        assertThat(sum("micros", "model.reservation")).isZero();
        assertThat(processed(run).counts()).containsEntry(EndState.ERASED.name(), 3L);
        AccountId erased = Pseudonyms.account(new DeploymentKey(new byte[32]), Bench.TENANT, "3");
        assertThat(sum("1", "facets.reply"))
                .isGreaterThan(CONVERSATIONS)
                .isEqualTo(sum(
                        "1",
                        "facets.reply WHERE key IN (SELECT key FROM facets.reply_use WHERE account <> '"
                                + erased.value() + "')"));
    }

    private static void assertIsBeingErased(ThrowingCallable step) {
        assertThatThrownBy(step)
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    private long sum(String column, String rows) {
        return bench.database.inTenant(
                Bench.TENANT,
                handle -> handle.createQuery("SELECT coalesce(sum(" + column + "), 0) FROM " + rows)
                        .mapTo(Long.class)
                        .one());
    }

    private Seals.Sealed processed(RunKey run) {
        ReplyRows replies = replies();
        RunModels one = new RunModels(assigned -> models.of(assigned, replies.of(assigned, cashier), cashier));
        new Batches(
                        bench.database,
                        bench.shards,
                        one,
                        new Workers(Executors.newSingleThreadExecutor(), spec -> 4),
                        8000)
                .process(Bench.batch(run, 0, CONVERSATIONS), Bench.SILENT);
        return new Seals(bench.database, one, replies, 8000).seal(run, Bench.SILENT);
    }

    private ReplyRows replies() {
        return new ReplyRows(bench.database, new DeploymentKey(new byte[32]), "facets.reply");
    }

    private ProviderRounds rounds() {
        BatchRows rows = new BatchRows(bench.database, cashier, "facets.provider_batch");
        BatchModels batches = new BatchModels() {
            @Override
            public ProviderBatches batches(Assignment run) {
                return models.batches(run, replies().of(run, cashier), rows, folder.resolve("unfinished"), alone -> {});
            }

            @Override
            public LanguageModel recalled(Assignment run) {
                return models.recalled(run, replies().of(run, cashier));
            }
        };
        return new ProviderRounds(bench.database, bench.shards, batches, new ProviderRounds.Asking(8000, POLL));
    }

    private RunKey run() {
        RunSpec spec = Specs.spec(
                        Specs.sampling(RunSpec.Strategy.CONVERSATIONS, null, null),
                        RunSpec.Accounts.REQUIRED,
                        List.of(Facets.REQUEST, Facets.LANGUAGE, Facets.TURNS),
                        new RunSpec.Screen("Is it wanted?"),
                        new RunSpec.Model("openai", "gpt-4.1", null, null))
                .with(new RunSpec.Beside("n", null, null, true));
        RunKey run = bench.run(dataset, imported, spec);
        bench.plans().run(run, Bench.SILENT);
        return run;
    }
}

package murmuration.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import murmuration.core.AccountId;
import murmuration.core.Conversation;
import murmuration.core.EndState;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.extraction.imports.Imported;
import murmuration.extraction.imports.Pseudonyms;
import murmuration.extraction.shards.DatasetKey;
import murmuration.extraction.shards.ShardRef;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.DeploymentKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations of accounts 0 to 9, ten of each. */
class AccountErasureTest {
    private static final int ALL = 100;
    private static final DeploymentKey KEY = new DeploymentKey(new byte[32]);

    private final Bench bench;
    private final DatasetKey dataset = Bench.dataset();
    private final Imported imported;

    AccountErasureTest(@TempDir Path folder) {
        bench = new Bench(folder);
        imported = bench.read(dataset, source());
    }

    @Test
    void itsConversationsAreGoneAndAllOthersStandWhereTheyStood() {
        List<Conversation> before = bench.conversations(dataset);

        AccountErasureRows.Taken taken = bench.accounts().take(dataset, "3");

        AccountId account = Pseudonyms.account(KEY, Bench.TENANT, "3");
        assertThat(bench.conversations(dataset))
                .isEqualTo(before.stream()
                        .filter(conversation -> !account.equals(conversation.account()))
                        .toList())
                .hasSize(90);
        assertThat(taken.conversations()).isEqualTo(10);
        assertThat(taken.erased()).isEqualTo(10);
        assertThat(taken.digest()).isNotEqualTo(imported.digest());
        assertThat(bench.shardRows.of(dataset))
                .extracting(ShardRef::conversations)
                .containsExactly(ALL);
        assertThat(shards()).isEqualTo(1);
    }

    @Test
    void aSecondTimeNothingChanges() {
        AccountErasureRows.Taken first = bench.accounts().take(dataset, "3");
        AccountErasureRows.Taken second = bench.accounts().take(dataset, "3");

        assertThat(second.conversations()).isZero();
        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(bench.accounts().take(dataset, "nobody").digest()).isEqualTo(first.digest());
    }

    @Test
    void anAccountIsFoundInARunWhoseWorkHasGone() {
        RunKey run = planned();
        bench.batches().process(Bench.batch(run, 0, ALL), Bench.SILENT);

        assertThat(bench.accounts().run(run, true))
                .containsEntry("facets.frame", 1L)
                .containsKey("facets.value")
                .doesNotContainKey("facets.conversation");
        assertThat(bench.accounts().take(dataset, "3").runs()).containsExactly(run.runId());

        assertThat(bench.accounts().run(run, false)).containsEntry("facets.conversation", 100L);
    }

    @Test
    void aFormerShardThatACrashLeftBehindGoesTheNextTime() throws Exception {
        String former = bench.objects.list("shards/").getFirst();
        byte[] bytes = bench.objects.open(former).readAllBytes();
        bench.accounts().take(dataset, "3");
        bench.objects.put(former, out -> out.write(bytes));

        bench.accounts().take(dataset, "3");

        assertThat(bench.objects.list("shards/")).hasSize(1).doesNotContain(former);
    }

    @Test
    void rowsOfABackupFromBeforeAnErasureDeleteNothing() throws Exception {
        List<ShardRef> backup = bench.shardRows.of(dataset);
        bench.accounts().take(dataset, "3");
        List<String> objects = bench.objects.list("shards/");
        restored(backup);

        for (String account : List.of("3", "4", "nobody")) {
            assertThatThrownBy(() -> bench.accounts().take(dataset, account))
                    .isInstanceOfSatisfying(
                            MurmurationException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                    .hasMessageContaining("import it anew");
        }

        assertThat(bench.objects.list("shards/")).isEqualTo(objects).hasSize(1);
    }

    @Test
    void anImportThatComesLateBringsNothingBack() throws Exception {
        AccountErasureRows.Taken taken = bench.accounts().take(dataset, "3");
        // as if it had begun before the first one ended
        bench.objects.deleteAll("imports/");

        assertThatThrownBy(() -> bench.read(dataset, source()))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));

        assertThat(bench.conversations(dataset)).hasSize(90);
        assertThat(bench.objects.list("shards/")).hasSize(1);
        assertThat(bench.accounts().take(dataset, "3").digest()).isEqualTo(taken.digest());
    }

    @Test
    void aRunPlannedAfterwardsCountsItsPlacesWithNothingElse() {
        bench.accounts().take(dataset, "3");
        RunKey run = bench.run(dataset, now(), Specs.spec());

        Plan plan = bench.plans().run(run, Bench.SILENT);
        bench.batches().process(Bench.batch(run, 0, ALL), Bench.SILENT);

        assertThat(plan.accounts()).isEqualTo(9);
        assertThat(bench.seals().seal(run, Bench.SILENT).counts())
                .isEqualTo(Map.of("OK", 90L, EndState.ERASED.name(), 10L));
    }

    @Test
    void aBatchThatMeetsAnEmptyLineWaits() {
        RunKey run = planned();
        bench.accounts().take(dataset, "3");

        assertThatThrownBy(() -> bench.batches().process(Bench.batch(run, 0, ALL), Bench.SILENT))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    void anOutcomeThatComesLateIsNotWritten() {
        RunKey run = planned();
        bench.model.failure = text -> {
            if (text.equals("text 13")) {
                bench.changed(dataset, bench.accounts().take(dataset, "3"));
            }
            return Optional.empty();
        };

        assertThatThrownBy(() -> bench.batches().process(Bench.batch(run, 0, ALL), Bench.SILENT))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_ERASED));

        bench.accounts().purge(dataset, "3");
        assertThat(rowsOfThree()).isZero();
    }

    @Test
    void whatRunsHoldOfItGoesAndWhatTheyHoldOfOthersStays() {
        RunKey run = planned();
        bench.batches().process(Bench.batch(run, 0, ALL), Bench.SILENT);
        AccountErasureRows.Taken taken = bench.accounts().take(dataset, "3");
        bench.changed(dataset, taken);

        assertThat(taken.runs()).containsExactly(run.runId());
        assertThat(bench.accounts().purge(dataset, "3"))
                .containsEntry("facets.conversation", 10L)
                .containsEntry("facets.value", 40L);
        assertThat(rowsOfThree()).isZero();
        assertThat(rows("SELECT count(*) FROM facets.conversation")).isEqualTo(90);
        assertThat(rows("SELECT count(*) FROM facets.value")).isEqualTo(360);
        assertThat(bench.accounts().purge(dataset, "3").values()).containsOnly(0L);
        assertThat(bench.accounts().take(dataset, "3").runs()).isEmpty();
    }

    @Test
    void itIsRecordedWithoutSayingWhose() {
        bench.accounts().take(dataset, "3");
        bench.accounts().purge(dataset, "3");

        assertThat(bench.postgres.recorded(AuditOutbox.FACETS))
                .containsExactly("ERASING by extraction", "ERASED by extraction");
    }

    private RunKey planned() {
        RunKey run = bench.run(dataset, imported, Specs.spec());
        bench.plans().run(run, Bench.SILENT);
        return run;
    }

    /** The database as it was: what has been erased since is in its rows again, and not among the objects. */
    private void restored(List<ShardRef> backup) {
        bench.database.useTenant(
                Bench.TENANT,
                handle -> backup.forEach(shard -> handle.execute(
                        "UPDATE facets.shard SET digest = ?, erased = 0 WHERE dataset_id = ? AND shard = ?",
                        shard.digest(),
                        dataset.id(),
                        shard.number())));
    }

    private Imported now() {
        return new Imported(
                bench.accounts().take(dataset, "3").digest(),
                imported.conversations(),
                imported.shards(),
                9,
                0,
                imported.formats(),
                imported.quarantined(),
                null,
                null,
                0,
                List.of());
    }

    private long rowsOfThree() {
        return bench.database.inTenant(
                Bench.TENANT,
                handle -> handle.createQuery("SELECT count(*) FROM facets.conversation WHERE account = :account")
                        .bind(
                                "account",
                                Pseudonyms.account(KEY, Bench.TENANT, "3").value())
                        .mapTo(Long.class)
                        .one());
    }

    private long rows(String sql) {
        return bench.database.inTenant(
                Bench.TENANT,
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private int shards() {
        try {
            return bench.objects.list("shards/").size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String source() {
        return IntStream.range(0, ALL)
                .mapToObj(i -> "{\"id\":\"" + i + "\",\"account_id\":\"" + i % 10
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"text " + i + "\"}]}")
                .collect(Collectors.joining("\n"));
    }
}

package murmuration.workflows.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import murmuration.core.Digest;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.RunState;
import murmuration.core.Stage;
import murmuration.runtime.Assignment;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Ids;
import murmuration.runtime.TestDatabase;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final String TENANT = "default";
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration AT_ONCE = Duration.ZERO;

    private final TestDatabase postgres = TestDatabase.create();
    private final Database database = postgres.as("workflows");
    private final DatasetRows datasets = new DatasetRows(database);
    private final RunRows runs = new RunRows(database);
    private final StageRows stages = new StageRows(database, new DeploymentKey(new byte[32]));
    private final RetentionRows rows = new RetentionRows(database);
    private final RecordingErasure erasure = new RecordingErasure();
    private final SafetyRuns safety = SafetyRunsTest.of(database, new RecordingLauncher(), erasure, Optional.empty());
    private final DatasetKey dataset = imported();

    @Test
    void anOldRunLosesWhatTheSettingNamesAndNothingElse() {
        for (Held held : Held.values()) {
            RunKey old = ended(RunState.PUBLISHED, 31);
            erasure.erased.clear();

            holding(held).pass(AT_ONCE);

            assertThat(erasure.erased).containsExactly(held + " " + old.runId());
            assertThat(run(old).times().expired()).containsOnlyKeys(held.name());
            assertThat(run(old).standing().state()).isEqualTo(RunState.PUBLISHED);
            assertThat(run(old).times().erasedAt())
                    .as("what it counts is not gone")
                    .isNull();
            assertThat(datasets.byId(dataset).orElseThrow().state()).isEqualTo(DatasetState.READY);
            postgres.execute("DELETE FROM runs.run");
        }
    }

    @Test
    void aYoungerRunAndOneAtWorkLoseNothing() {
        RunKey young = ended(RunState.PUBLISHED, 29);
        RunKey working = started();
        age(working, 400);

        all().pass(AT_ONCE);

        assertThat(erasure.erased).isEmpty();
        assertThat(run(young).times().expired()).isEmpty();
        assertThat(run(working).times().expired()).isEmpty();
    }

    @Test
    void aRunThatFailedOrWasCanceledLosesItsLeftovers() {
        RunKey failed = ended(RunState.FAILED, 31);
        RunKey canceled = ended(RunState.CANCELED, 31);

        holding(Held.WORK, Held.RESULTS).pass(AT_ONCE);

        assertThat(erasure.erased).containsExactlyInAnyOrder("WORK " + failed.runId(), "WORK " + canceled.runId());
    }

    @Test
    void aSecondTimeThereIsNothingToDelete() {
        ended(RunState.PUBLISHED, 31);
        all().pass(AT_ONCE);
        erasure.erased.clear();
        int records = recorded().size();

        all().pass(AT_ONCE);

        assertThat(erasure.erased).isEmpty();
        assertThat(recorded()).hasSize(records);
    }

    @Test
    void whateverTheNumberOfProcessesOneTakesTheTurnOfAnInterval() {
        RunKey first = ended(RunState.PUBLISHED, 31);
        holding(Held.WORK).pass(Duration.ofHours(1));
        RunKey second = ended(RunState.PUBLISHED, 31);
        erasure.erased.clear();

        holding(Held.WORK).pass(Duration.ofHours(1));
        assertThat(erasure.erased).as("another process, in the same hour").isEmpty();

        postgres.execute("UPDATE runs.retention SET passed_at = now() - interval '61 minutes'");
        holding(Held.WORK).pass(Duration.ofHours(1));
        assertThat(erasure.erased).containsExactly("WORK " + second.runId());
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void whatBreaksOffIsDoneTheNextTime() {
        RunKey old = ended(RunState.PUBLISHED, 31);
        erasure.broken = true;
        assertThat(all().pass(AT_ONCE)).isFalse();
        assertThat(run(old).times().expired()).isEmpty();
        assertThat(recorded()).doesNotContain("RUN_EXPIRED");
        erasure.broken = false;

        assertThat(all().pass(AT_ONCE)).isTrue();

        assertThat(run(old).times().expired()).hasSize(Held.values().length);
    }

    @Test
    void eachDeletionIsRecorded() {
        ended(RunState.PUBLISHED, 31);
        holding(Held.RESPONSES).pass(AT_ONCE);
        age(31);
        new Retention(rows, erasure, new Retention.Limits(Map.of(), Optional.of(MONTH)), safety).pass(AT_ONCE);

        assertThat(recorded()).contains("RUN_EXPIRED", "DATASET_EXPIRING", "DATASET_EXPIRED");
    }

    @Test
    void anOldDataSetLosesItsConversationsAndItsPublishedRunsSaySo() {
        RunKey published = ended(RunState.PUBLISHED, 1);
        RunKey failed = ended(RunState.FAILED, 1);
        age(31);

        conversations().pass(AT_ONCE);

        assertThat(erasure.erased)
                .containsExactly(
                        "conversations " + dataset.datasetId(),
                        "published " + published.runId(),
                        "unfinished " + failed.runId());
        Dataset now = datasets.byId(dataset).orElseThrow();
        assertThat(now.state()).isEqualTo(DatasetState.EXPIRED);
        assertThat(now.expiredAt()).isNotNull();
        assertThat(run(published).times().erasedAt()).isNotNull();
        assertThat(run(failed).times().erasedAt()).isNull();
        assertThatThrownBy(this::started).hasMessageContaining("EXPIRED and cannot be analyzed");
        erasure.erased.clear();
        conversations().pass(AT_ONCE);
        assertThat(erasure.erased).as("a second time").isEmpty();
    }

    @Test
    void whatAFailedImportHasLeftGoesToo() {
        postgres.execute("UPDATE runs.dataset SET state = 'FAILED'");
        age(31);

        conversations().pass(AT_ONCE);

        assertThat(erasure.erased).containsExactly("conversations " + dataset.datasetId());
        assertThat(datasets.byId(dataset).orElseThrow().expiredAt()).isNotNull();
    }

    @Test
    void aYoungDataSetAndOneOfARunAtWorkLoseNothing() {
        conversations().pass(AT_ONCE);
        assertThat(erasure.erased).as("young").isEmpty();

        RunKey working = started();
        age(31);
        conversations().pass(AT_ONCE);
        assertThat(erasure.erased).as("in use").isEmpty();
        assertThat(rows.emptying(dataset, MONTH)).isFalse();

        runs.end(working, RunState.CANCELED, new Failure("", ""));
        conversations().pass(AT_ONCE);
        assertThat(erasure.erased).contains("conversations " + dataset.datasetId());
    }

    @Test
    void aDataSetWhoseDeletionBrokeOffIsOutOfUseAndGoesTheNextTime() {
        age(31);
        erasure.broken = true;
        assertThat(conversations().pass(AT_ONCE)).isFalse();
        assertThat(datasets.byId(dataset).orElseThrow())
                .satisfies(half -> assertThat(half.state()).isEqualTo(DatasetState.EXPIRED))
                .satisfies(half -> assertThat(half.expiredAt()).isNull());
        assertThatThrownBy(this::started).hasMessageContaining("EXPIRED");
        erasure.broken = false;

        conversations().pass(AT_ONCE);

        assertThat(datasets.byId(dataset).orElseThrow().expiredAt()).isNotNull();
    }

    @Test
    void aRunOfWhichSomethingHasGoneIsNotComputedAgainInItsPlace() {
        RunKey old = ended(RunState.PUBLISHED, 31);
        holding(Held.WORK).pass(AT_ONCE);

        assertThatThrownBy(() -> stages.reopen(old, Stage.CLUSTER, "reset", () -> erasure.computed(old)))
                .hasMessageContaining("gone by retention");
        assertThat(erasure.erased).noneMatch(line -> line.startsWith("computed"));
    }

    @Test
    void aRunWhoseConversationsHaveGoneKeepsWhatItShows() {
        RunKey old = ended(RunState.PUBLISHED, 31);
        age(31);
        conversations().pass(AT_ONCE);

        assertThatThrownBy(() -> stages.reopen(old, Stage.CLUSTER, "reset", () -> erasure.computed(old)))
                .hasMessageContaining("gone by retention");
        assertThat(erasure.erased).noneMatch(line -> line.startsWith("computed"));
    }

    @Test
    void aStepThatIsLateWritesNothingOnceItsDataSetIsDeletedOrItsConversationsAreGone() {
        for (Consumer<DatasetKey> deletion :
                List.<Consumer<DatasetKey>>of(key -> age(31), key -> datasets.deleting(key, "steward"))) {
            RunKey canceled = ended(RunState.CANCELED, 1);
            Database late = database.standing(Assignment.of(database, canceled));
            late.useTenant(TENANT, handle -> handle.execute("SELECT 1"));

            deletion.accept(dataset);
            conversations().pass(AT_ONCE);

            assertThatThrownBy(() -> late.useTenant(TENANT, handle -> handle.execute("SELECT 1")))
                    .isInstanceOfSatisfying(
                            MurmurationException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_ERASED));
            postgres.execute("UPDATE runs.dataset SET state = 'READY', expired_at = NULL, created_at = now()");
        }
    }

    private Retention holding(Held... kinds) {
        Map<Held, Duration> limits = new EnumMap<>(Held.class);
        List.of(kinds).forEach(held -> limits.put(held, MONTH));
        return new Retention(rows, erasure, new Retention.Limits(limits, Optional.empty()), safety);
    }

    private Retention all() {
        return holding(Held.values());
    }

    private Retention conversations() {
        return new Retention(rows, erasure, new Retention.Limits(Map.of(), Optional.of(MONTH)), safety);
    }

    private RunKey started() {
        RunKey key = new RunKey(TENANT, Ids.uuid7().toString());
        assertThat(runs.insert(
                        new RunRows.NewRun(key, dataset.datasetId(), Specs.of(dataset.datasetId()), "analyst", null)))
                .isTrue();
        runs.running(key);
        return key;
    }

    private RunKey ended(RunState state, int daysAgo) {
        RunKey key = started();
        runs.end(key, state, new Failure("", ""));
        age(key, daysAgo);
        return key;
    }

    private void age(RunKey run, int days) {
        postgres.execute(
                "UPDATE runs.run SET ended_at = ended_at - interval '%d days', created_at = created_at - interval"
                                .formatted(days)
                        + " '%d days' WHERE run_id = '%s'".formatted(days, run.runId()));
    }

    /** Makes the data set older. */
    private void age(int days) {
        postgres.execute("UPDATE runs.dataset SET created_at = created_at - interval '%d days'".formatted(days));
    }

    private Run run(RunKey key) {
        return runs.byId(key).orElseThrow();
    }

    private List<String> recorded() {
        return database.inTenant(
                TENANT,
                handle -> handle.createQuery("SELECT what FROM " + AuditOutbox.RUNS.table() + " ORDER BY id")
                        .mapTo(String.class)
                        .list());
    }

    private DatasetKey imported() {
        DatasetKey key = new DatasetKey(TENANT, Ids.uuid7().toString());
        assertThat(datasets.insert(
                        key,
                        "people",
                        new Dataset.Source("/data/" + UUID.randomUUID(), "auto", List.of()),
                        new DatasetRows.Known("identity", null, "importer")))
                .isTrue();
        datasets.ready(
                key,
                new Dataset.Contents(Digest.of("digest"), 9, 5, 0, 1, Map.of(), Map.of(), List.of(), null, null, 1, 0));
        return key;
    }
}

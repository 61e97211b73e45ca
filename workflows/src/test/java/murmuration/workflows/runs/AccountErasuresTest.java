package murmuration.workflows.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import murmuration.core.Digest;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.RunState;
import murmuration.core.Stage;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Ids;
import murmuration.runtime.TestDatabase;
import org.junit.jupiter.api.Test;

class AccountErasuresTest {
    private static final String TENANT = "default";
    private static final String NOW = Digest.of("without");

    private final TestDatabase postgres = TestDatabase.create();
    private final Database database = postgres.as("workflows");
    private final DatasetRows datasets = new DatasetRows(database);
    private final RunRows runs = new RunRows(database);
    private final ProgressRows progress = new ProgressRows(database);
    private final StartOverRows startOvers = new StartOverRows(database);
    private final RecordingLauncher launcher = new RecordingLauncher();
    private final RecordingErasure erasure = new RecordingErasure();
    private final AccountErasures erasures = new AccountErasures(datasets, startOvers, launcher, erasure);
    private final DatasetKey dataset = imported();

    @Test
    void whatHasNotEndedStartsOverAndWhatIsPublishedSaysSo() {
        RunKey published = published();
        RunKey untouched = published();
        RunKey running = running();
        take(published);

        Map<String, Long> removed = erasures.erase(dataset, "somebody", "steward");

        assertThat(removed)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "conversations", 3L, "shards", 1L, "runs", 2L, "facets.value", 4L, "clusters.assignment", 2L));
        assertThat(erasure.erased)
                .containsExactly(
                        "account of " + dataset.datasetId(),
                        "purge " + dataset.datasetId(),
                        "published " + published.runId(),
                        "unfinished " + running.runId());
        assertThat(run(published).times().erasedAt()).isNotNull();
        assertThat(run(untouched).times().erasedAt()).isNull();
        assertThat(run(running).times().erasedAt()).isNull();
        assertThat(progress.desired(running)).isEqualTo(Desired.START_OVER);
        assertThat(launcher.started).containsExactly("steered " + running.runId());
        assertThat(datasets.byId(dataset).orElseThrow().contents())
                .extracting(Dataset.Contents::digest, Dataset.Contents::accounts, Dataset.Contents::erased)
                .containsExactly(NOW, 4L, 3L);
    }

    @Test
    void aSecondTimeThereIsNothingToRemove() {
        RunKey running = running();
        take();
        var _ = erasures.erase(dataset, "somebody", "steward");
        assertThat(startOvers.startOver(running, () -> {})).isTrue();
        erasure.erased.clear();

        Map<String, Long> removed = erasures.erase(dataset, "somebody", "steward");

        assertThat(removed).containsEntry("conversations", 0L).containsEntry("runs", 0L);
        assertThat(progress.desired(running)).isEqualTo(Desired.RUN);
        assertThat(erasure.erased).noneMatch(line -> line.startsWith("unfinished"));
        assertThat(datasets.byId(dataset).orElseThrow().contents().accounts()).isEqualTo(4);
    }

    @Test
    void whoIsNotInTheDataSetRestartsNoRun() {
        RunKey running = running();
        erasure.taken = new Erasure.Taken(Digest.of("digest"), 0, 0, 0, List.of());

        var _ = erasures.erase(dataset, "nobody", "steward");

        assertThat(progress.desired(running)).isEqualTo(Desired.RUN);
        assertThat(datasets.byId(dataset).orElseThrow().contents().accounts()).isEqualTo(5);
    }

    @Test
    void whatBrokeOffIsDoneTheNextTime() {
        RunKey published = published();
        take(published);
        erasure.broken = true;
        assertThatThrownBy(() -> erasures.erase(dataset, "somebody", "steward"))
                .hasMessageContaining("does not answer");
        erasure.broken = false;
        erasure.erased.clear();

        var _ = erasures.erase(dataset, "somebody", "steward");

        assertThat(erasure.erased).contains("published " + published.runId());
    }

    @Test
    void noStepThatBeganBeforeReadsOrWritesAfterwards() {
        RunKey running = running();
        Database step = database.standing(Assignment.of(database, running));
        step.useTenant(TENANT, handle -> handle.execute("SELECT 1"));
        take();
        var _ = erasures.erase(dataset, "somebody", "steward");

        assertThatThrownBy(() -> step.useTenant(TENANT, handle -> handle.execute("SELECT 1")))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_ERASED));
        database.standing(Assignment.of(database, running)).useTenant(TENANT, handle -> handle.execute("SELECT 1"));
    }

    @Test
    void aRunThatIsToStartOverIsNotPublished() {
        RunKey running = running();
        take();
        var _ = erasures.erase(dataset, "somebody", "steward");

        assertThatThrownBy(() -> runs.end(running, RunState.PUBLISHED, new Failure("", "")))
                .isInstanceOf(MurmurationException.class);

        assertThat(run(running).standing().state()).isEqualTo(RunState.RUNNING);
    }

    @Test
    void aRunForgetsItsStagesFromThePlanOnOnce() {
        StageRows stages = new StageRows(database, new DeploymentKey(new byte[32]));
        RunKey running = running();
        for (Stage stage : List.of(Stage.IMPORT, Stage.PLAN, Stage.EXTRACT)) {
            stages.begin(running, stage, false);
            stages.finish(running, stage);
        }
        take();
        var _ = erasures.erase(dataset, "somebody", "steward");

        assertThat(startOvers.startOver(running, () -> erasure.unfinished(running)))
                .isTrue();
        assertThat(startOvers.startOver(running, () -> erasure.unfinished(running)))
                .isFalse();

        assertThat(stages.begin(running, Stage.IMPORT, false)).isFalse();
        assertThat(stages.begin(running, Stage.PLAN, false)).isTrue();
        assertThat(progress.desired(running)).isEqualTo(Desired.RUN);
    }

    @Test
    void aDataSetThatIsNotReadyIsRefused() {
        DatasetKey importing = registered("other");

        assertThatThrownBy(() -> erasures.erase(importing, "somebody", "steward"))
                .hasMessageContaining("IMPORTING");

        assertThat(erasure.erased).isEmpty();
    }

    private void take(RunKey... of) {
        erasure.taken = new Erasure.Taken(
                NOW, 3, 3, 1, List.of(of).stream().map(RunKey::runId).toList());
    }

    private Run run(RunKey key) {
        return runs.byId(key).orElseThrow();
    }

    private RunKey published() {
        RunKey run = running();
        runs.end(run, RunState.PUBLISHED, new Failure("", ""));
        return run;
    }

    private RunKey running() {
        RunKey run = new RunKey(TENANT, Ids.uuid7().toString());
        runs.insert(new RunRows.NewRun(run, dataset.datasetId(), Specs.of(dataset.datasetId()), "analyst", null));
        runs.running(run);
        return run;
    }

    private DatasetKey imported() {
        DatasetKey key = registered("people");
        datasets.ready(
                key,
                new Dataset.Contents(Digest.of("digest"), 9, 5, 0, 1, Map.of(), Map.of(), List.of(), null, null, 1, 0));
        return key;
    }

    private DatasetKey registered(String name) {
        DatasetKey key = new DatasetKey(TENANT, Ids.uuid7().toString());
        datasets.insert(
                key,
                name,
                new Dataset.Source("/data/" + name, "auto", List.of()),
                new DatasetRows.Known(UUID.randomUUID().toString(), null, "importer"));
        return key;
    }
}

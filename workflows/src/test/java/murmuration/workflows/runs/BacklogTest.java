package murmuration.workflows.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import murmuration.core.Digest;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.RunState;
import murmuration.core.Stage;
import murmuration.runtime.Database;
import murmuration.runtime.Ids;
import murmuration.runtime.TestDatabase;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private final TestDatabase postgres = TestDatabase.create();
    private final Database database = postgres.as("workflows");
    private final DatasetRows datasets = new DatasetRows(database);
    private final RunRows runs = new RunRows(database);
    private final ProgressRows progress = new ProgressRows(database);
    private final BacklogRows backlog = new BacklogRows(database);
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final AtomicLong clock = new AtomicLong();

    @Test
    void isWhatRunsOfAllTenantsHaveYetToGetThroughAndRough() {
        RunKey one = running("first");
        progress.expect(one, Stage.EXTRACT, 1000);
        done(one, Stage.EXTRACT, "0-0", 250, 250);
        done(one, Stage.EXTRACT, "0-1", 100, 250);
        RunKey other = running("second");
        progress.expect(other, Stage.EXTRACT, 40);
        done(other, Stage.NAME, "all", 3, 10);

        assertThat(backlog.items()).isEqualTo(Map.of(Stage.EXTRACT, 700L, Stage.NAME, 10L));
    }

    @Test
    void noRunThatWaitsOrHasEndedBelongsToIt() {
        RunKey paused = running("first");
        progress.expect(paused, Stage.EXTRACT, 1000);
        runs.pause(paused, "", true);
        RunKey failed = running("first");
        progress.expect(failed, Stage.EXTRACT, 1000);
        runs.end(failed, RunState.FAILED, new Failure("", ""));

        assertThat(backlog.items()).isEmpty();
    }

    @Test
    void isShownByStageAsItIsNow() {
        new Backlog(backlog::items, clock::get).shownIn(metrics);
        assertThat(shown(Stage.EXTRACT)).isZero();

        RunKey run = running("first");
        progress.expect(run, Stage.EXTRACT, 1000);
        later();
        assertThat(shown(Stage.EXTRACT)).isEqualTo(1000);
        assertThat(shown(Stage.EMBED)).isZero();

        done(run, Stage.EXTRACT, "0-0", 1000, 1000);
        later();
        assertThat(shown(Stage.EXTRACT)).isZero();
    }

    @Test
    void isCountedOnceForAllStagesAlsoWhereThatFails() {
        AtomicInteger counts = new AtomicInteger();
        new Backlog(
                        () -> {
                            if (counts.incrementAndGet() == 2) {
                                throw new MurmurationException(ErrorCode.UNAVAILABLE, "the database does not answer");
                            }
                            return Map.of(Stage.EMBED, 5L);
                        },
                        clock::get)
                .shownIn(metrics);

        assertThat(shown(Stage.EXTRACT)).isZero();
        assertThat(shown(Stage.EMBED)).isEqualTo(5);
        assertThat(counts).hasValue(1);

        later();
        assertThat(shown(Stage.EXTRACT)).isNaN();
        assertThat(shown(Stage.EMBED)).isNaN();
        assertThat(counts).hasValue(2);

        later();
        assertThat(shown(Stage.EMBED)).isEqualTo(5);
    }

    private void later() {
        clock.addAndGet(Backlog.KEPT.toNanos());
    }

    private double shown(Stage stage) {
        return metrics.get("murmuration_backlog")
                .tag("stage", stage.name())
                .gauge()
                .value();
    }

    private void done(RunKey run, Stage stage, String part, long done, long total) {
        progress.note(new Part(run, stage, part), new ProgressRows.Count(done, total, Map.of()));
    }

    private RunKey running(String tenant) {
        DatasetKey dataset = new DatasetKey(tenant, Ids.uuid7().toString());
        datasets.insert(
                dataset,
                "people",
                new Dataset.Source("/data/" + dataset.datasetId(), "auto", List.of()),
                new DatasetRows.Known(dataset.datasetId(), null, "importer"));
        datasets.ready(
                dataset,
                new Dataset.Contents(
                        Digest.of(dataset.datasetId()), 9, 5, 0, 1, Map.of(), Map.of(), List.of(), null, null, 1, 0));
        RunKey run = new RunKey(tenant, Ids.uuid7().toString());
        runs.insert(new RunRows.NewRun(run, dataset.datasetId(), Specs.of(dataset.datasetId()), "analyst", null));
        runs.running(run);
        return run;
    }
}

package murmuration.workflows.steps;

import murmuration.core.BatchKey;
import murmuration.core.RunKey;
import murmuration.core.Stage;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.workflows.runs.DatasetRows;
import murmuration.workflows.runs.Part;
import murmuration.workflows.runs.ProgressRows;
import murmuration.workflows.runs.RunRows;
import murmuration.workflows.runs.StageRows;
import murmuration.workflows.runs.StartOverRows;

/** Every table that steps write to. */
public record Books(
        DatasetRows datasets, RunRows runs, StageRows stages, ProgressRows progress, StartOverRows startOvers) {
    /** The tables of this database; what audit records tell of stages is under this key. */
    public static Books of(Database database, DeploymentKey key) {
        return new Books(
                new DatasetRows(database),
                new RunRows(database),
                new StageRows(database, key),
                new ProgressRows(database),
                new StartOverRows(database));
    }

    /** Where a step that a stage has once is accounted for. */
    Ledger step(RunKey run, Stage stage, String name) {
        return Ledger.of(progress, new Part(run, stage, name), false);
    }

    /** Where a batch is accounted for. */
    Ledger batch(Stage stage, BatchKey batch) {
        return Ledger.of(progress, Part.of(stage, batch), true);
    }
}

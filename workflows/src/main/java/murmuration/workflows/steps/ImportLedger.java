package murmuration.workflows.steps;

import io.temporal.activity.Activity;
import murmuration.workflows.runs.DatasetKey;
import murmuration.workflows.runs.DatasetRows;
import murmuration.workflows.runs.Desired;
import murmuration.workflows.runs.ProgressRows.Begun;
import murmuration.workflows.runs.ProgressRows.Count;

/** Accounts for an import in its data set's row. Every attempt counts as broken: an import has no parts to give up. */
record ImportLedger(DatasetRows rows, DatasetKey dataset) implements Ledger {
    @Override
    public Begun begin() {
        return new Begun(Activity.getExecutionContext().getInfo().getAttempt(), flush(Count.NONE));
    }

    @Override
    public Desired flush(Count count) {
        return rows.progress(dataset, count.done()) ? Desired.RUN : Desired.CANCEL;
    }

    @Override
    public void succeed(Count count) {
        // the row was written with what the import made
    }

    @Override
    public void excuse() {
        // nothing was held against it
    }

    @Override
    public void stop() {
        // its attempts are not counted here
    }

    @Override
    public void giveUp() {
        // the workflow writes the failure
    }

    @Override
    public boolean splits() {
        return false;
    }
}

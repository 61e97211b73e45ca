package murmuration.workflows.runs;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import murmuration.core.RunKey;

/** Starts nothing, and remembers what it was to start. */
final class RecordingLauncher implements Launcher {
    final List<String> started = new CopyOnWriteArrayList<>();

    @Override
    public void start(RunKey run) {
        started.add("run " + run.runId());
    }

    @Override
    public void steered(RunKey run) {
        started.add("steered " + run.runId());
    }

    @Override
    public void approve(RunKey run, String by) {
        started.add("approve " + run.runId() + " by " + by);
    }

    @Override
    public void start(DatasetKey dataset) {
        started.add("import " + dataset.datasetId());
    }
}

package murmuration.workflows.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;

/** Deletes nothing, and remembers what it was to delete; can be broken. */
final class RecordingErasure implements Erasure {
    final List<String> erased = new ArrayList<>();
    boolean broken;

    @Override
    public Map<String, Long> run(RunKey run) {
        erased.add("run " + run.runId());
        return Map.of("published", 3L);
    }

    @Override
    public void computed(RunKey run) {
        erased.add("computed " + run.runId());
    }

    @Override
    public Map<String, Long> dataset(DatasetKey dataset) {
        if (broken) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "extraction does not answer");
        }
        erased.add("dataset " + dataset.datasetId());
        return Map.of("shards", 2L);
    }
}

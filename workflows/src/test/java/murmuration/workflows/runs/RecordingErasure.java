package murmuration.workflows.runs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;

/** Deletes nothing, and remembers what it was to delete; can be broken. */
final class RecordingErasure implements Erasure {
    final List<String> erased = new CopyOnWriteArrayList<>();
    boolean broken;
    /** What happens while a data set is deleted. */
    Runnable meanwhile = () -> {};
    /** What the next erasure of an account takes; the one after it takes nothing. */
    Taken taken = new Taken("", 0, 0, 0, List.of());

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
    public Taken account(DatasetKey dataset, String accountId) {
        erased.add("account of " + dataset.datasetId());
        Taken now = taken;
        taken = new Taken(now.digest(), 0, now.erased(), 0, List.of());
        return now;
    }

    @Override
    public Map<String, Long> purge(DatasetKey dataset, String accountId) {
        erased.add("purge " + dataset.datasetId());
        return Map.of("facets.value", 4L);
    }

    @Override
    public Map<String, Long> unfinished(RunKey run) {
        erased.add("unfinished " + run.runId());
        return Map.of("facets.value", 90L);
    }

    @Override
    public Map<String, Long> published(RunKey run) {
        if (broken) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "privacy does not answer");
        }
        erased.add("published " + run.runId());
        return Map.of("clusters.assignment", 2L);
    }

    @Override
    public Map<String, Long> expired(RunKey run, Held held) {
        if (broken) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "a service does not answer");
        }
        erased.add(held + " " + run.runId());
        return Map.of("rows", 3L);
    }

    @Override
    public Map<String, Long> conversations(DatasetKey dataset) {
        if (broken) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "extraction does not answer");
        }
        erased.add("conversations " + dataset.datasetId());
        return Map.of("objects", 2L);
    }

    @Override
    public Map<String, Long> dataset(DatasetKey dataset) {
        if (broken) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "extraction does not answer");
        }
        meanwhile.run();
        erased.add("dataset " + dataset.datasetId());
        return Map.of("shards", 2L);
    }
}

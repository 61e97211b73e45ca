package murmuration.workflows.steps;

import io.temporal.activity.ActivityInterface;
import murmuration.core.BatchKey;
import murmuration.core.RunKey;
import murmuration.workflows.runs.DatasetKey;

/** Calls of the extraction service. */
@ActivityInterface(namePrefix = "Extraction")
public interface ExtractionActivities {
    /** Reads a source into shards. */
    void importDataset(DatasetKey dataset);

    /** Draws the frame, and keeps the sizes of its shards. */
    void plan(RunKey run);

    /** Answers the facets of a batch. */
    void processBatch(BatchKey batch);

    /** Takes a shard's batches at the provider one step further; milliseconds until the next, 0 where there is none. */
    long advanceBatches(ShardKey shard);

    /** Cancels what the run has at its provider. */
    void cancelBatches(RunKey run);

    /** Gives up on the one conversation of a batch. */
    void quarantine(BatchKey batch);

    /** Checks the sums and digests all facet values. */
    void seal(RunKey run);
}

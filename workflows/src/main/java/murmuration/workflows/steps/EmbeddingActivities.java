package murmuration.workflows.steps;

import io.temporal.activity.ActivityInterface;
import murmuration.core.BatchKey;
import murmuration.core.RunKey;

/** Calls of the embedding service. */
@ActivityInterface(namePrefix = "Embedding")
public interface EmbeddingActivities {
    /** Embeds a batch. */
    void processBatch(BatchKey batch);

    /** Checks that nothing is missing and digests all vectors. */
    void seal(RunKey run);
}

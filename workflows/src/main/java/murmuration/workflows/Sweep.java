package murmuration.workflows;

import murmuration.core.RunKey;
import murmuration.core.Stage;

/**
 * A stage that goes through the shards of a run.
 *
 * @param next the first shard that is still to be done
 * @param quarantined conversations that were given up so far
 * @param batch whether the provider's batches are used first
 */
public record Sweep(RunKey run, Stage stage, int next, int quarantined, boolean batch) {
    /** The workflow id of one shard of it. */
    String shardId(int shard) {
        return id() + "/" + shard;
    }

    /** The workflow id of the stage. */
    String id() {
        return "run-" + run.runId() + "/" + stage;
    }

    /** What is left after so many shards more. */
    Sweep after(int shards, int givenUp) {
        return new Sweep(run, stage, next + shards, quarantined + givenUp, batch);
    }
}

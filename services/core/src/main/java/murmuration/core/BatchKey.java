package murmuration.core;

import static murmuration.core.MurmurationException.require;

/** A range of positions in one shard of a run's data set, {@code [first, first + count)}: the unit of a claim and of a retry. */
public record BatchKey(RunKey run, int shard, int first, int count) {
    public BatchKey {
        require(shard >= 0 && first >= 0, "shard %d and first %d must not be negative", shard, first);
        require(count >= 1, "a batch holds at least 1 conversation, not %d", count);
    }
}

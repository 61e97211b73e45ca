package murmuration.workflows.steps;

import murmuration.core.RunKey;

/** A shard of a run. */
public record ShardKey(RunKey run, int shard) {}

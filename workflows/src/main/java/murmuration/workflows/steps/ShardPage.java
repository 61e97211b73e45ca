package murmuration.workflows.steps;

import murmuration.core.RunKey;

/** A page of a run's shards, from one on. */
public record ShardPage(RunKey run, int first, int limit) {}

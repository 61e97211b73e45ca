package murmuration.workflows.steps;

import murmuration.core.RunKey;

/** A level of a run's hierarchy; 0 holds the base clusters. */
public record LevelKey(RunKey run, int level) {}

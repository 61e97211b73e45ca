package murmuration.workflows.steps;

/**
 * What a run's spec says about its course.
 *
 * @param ended whether the run has ended before
 * @param reassign whether conversations of small clusters go to the nearest kept one
 * @param approval whether a person must say yes before publishing
 * @param batch whether facets are asked through the provider's batches first
 */
public record Orders(boolean ended, boolean reassign, boolean approval, boolean batch) {}

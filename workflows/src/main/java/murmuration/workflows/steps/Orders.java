package murmuration.workflows.steps;

import org.jspecify.annotations.Nullable;

/**
 * What a run's spec says about its course.
 *
 * @param ended whether the run has ended before
 * @param reassign whether conversations of small clusters go to the nearest kept one
 * @param approval whether a person must say yes before publishing
 * @param batch whether facets are asked through the provider's batches first
 * @param safetyAsker who has asked for a safety run, which another has to approve before it begins; null for any other run
 */
public record Orders(
        boolean ended,
        boolean reassign,
        boolean approval,
        boolean batch,
        @Nullable String safetyAsker) {}

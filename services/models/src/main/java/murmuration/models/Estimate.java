package murmuration.models;

import org.jspecify.annotations.Nullable;

/**
 * What a run will ask of its model, said before it asks; answers that are stored already are not taken off.
 *
 * @param micros millionths of a dollar; null where a model has no price
 * @param sample transcripts of the run whose tokens were counted
 */
public record Estimate(
        long calls,
        long inputTokens,
        long outputTokens,
        @Nullable Long micros,
        int sample) {}

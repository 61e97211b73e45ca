package murmuration.models;

/**
 * What a service asked for a run.
 *
 * @param answers answers that were needed
 * @param paid of them, those that a provider was called for; the others were stored
 */
public record Usage(long answers, long paid, long inputTokens, long outputTokens) {}

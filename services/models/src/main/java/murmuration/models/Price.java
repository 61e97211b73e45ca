package murmuration.models;

/**
 * What a model costs.
 *
 * @param input dollars for a million tokens, which is millionths of a dollar for one
 * @param output the same for tokens of the answer
 */
record Price(double input, double output) {
    /** Millionths of a dollar, rounded up. */
    long micros(long inputTokens, long outputTokens) {
        return (long) Math.ceil(inputTokens * input + outputTokens * output);
    }
}

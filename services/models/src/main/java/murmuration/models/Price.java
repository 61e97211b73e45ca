package murmuration.models;

import murmuration.core.Manifest;

/**
 * What a model costs.
 *
 * @param input dollars for a million tokens, which is millionths of a dollar for one
 * @param output the same for tokens of the answer
 * @param cacheWrite for tokens of the prompt that are put into the provider's cache
 * @param cacheRead for those that are taken from there
 */
record Price(double input, double output, double cacheWrite, double cacheRead) {
    /** Of a model whose cache changes nothing. */
    Price(double input, double output) {
        this(input, output, input, input);
    }

    /** As a manifest says it. */
    Manifest.Price told(String provider, String model) {
        return new Manifest.Price(provider, model, input, output, cacheWrite, cacheRead);
    }

    /** Of the same in a batch. */
    Price half() {
        return new Price(input / 2, output / 2, cacheWrite / 2, cacheRead / 2);
    }

    /** Millionths of a dollar, rounded up. */
    long micros(Used used) {
        return (long) Math.ceil(used.fresh() * input
                + used.cacheWritten() * cacheWrite
                + used.cacheRead() * cacheRead
                + used.output() * output);
    }

    /** The most that so many tokens may cost, wherever those of the prompt go or come from. */
    long most(long inputTokens, long outputTokens) {
        return (long) Math.ceil(inputTokens * Math.max(input, cacheWrite) + outputTokens * output);
    }
}

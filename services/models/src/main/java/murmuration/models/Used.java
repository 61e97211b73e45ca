package murmuration.models;

/**
 * Tokens of one call.
 *
 * @param input all of the prompt
 * @param cacheWritten of them, those that the provider has put into its cache
 * @param cacheRead of them, those that it has taken from there
 */
record Used(long input, long cacheWritten, long cacheRead, long output) {
    static final Used NOTHING = new Used(0, 0, 0, 0);

    /** Neither in the cache before nor after. */
    static Used plain(long input, long output) {
        return new Used(input, 0, 0, output);
    }

    /** Of the prompt, what has nothing to do with the cache. */
    long fresh() {
        return input - cacheWritten - cacheRead;
    }

    Used plus(Used other) {
        return new Used(
                input + other.input,
                cacheWritten + other.cacheWritten,
                cacheRead + other.cacheRead,
                output + other.output);
    }
}

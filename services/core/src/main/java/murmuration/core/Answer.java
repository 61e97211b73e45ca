package murmuration.core;

/** What came of one question to a language model. */
public sealed interface Answer<A> {
    /** It was answered. */
    record Given<A>(A value) implements Answer<A> {}

    /** It was not, and asking again would not help. */
    record Missing<A>(EndState why) implements Answer<A> {}

    /** An answer. */
    static <A> Answer<A> of(A value) {
        return new Given<>(value);
    }

    /** No answer, and why. */
    static <A> Answer<A> missing(EndState why) {
        return new Missing<>(why);
    }
}

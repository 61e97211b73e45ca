package murmuration.core;

/** Answers questions about conversations and clusters; each question says what it is for and carries typed inputs. */
public interface LanguageModel {
    /** Which model answers, for the manifest: {@code offline}, or {@code provider/name}. */
    String id();

    /** How many summaries inside, and how many outside, a naming question should carry (method.md, 8: 50). */
    int namingSample();

    /** Asks; an expected failure is an {@link Answer}, anything else a {@link MurmurationException}. */
    <A> Answer<A> ask(Question<A> question);
}

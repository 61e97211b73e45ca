package murmuration.core;

import java.util.Collections;
import java.util.SortedMap;

/** Answers questions about conversations and clusters; each question says what it is for and carries typed inputs. */
public interface LanguageModel {
    /** Which model answers, for the manifest: {@code offline}, or {@code provider/name}. */
    String id();

    /** How many summaries inside, and how many outside, a naming question should carry (method.md, 8: 50). */
    int namingSample();

    /** Asks; an expected failure is an {@link Answer}, anything else a {@link MurmurationException}. */
    <A> Answer<A> ask(Question<A> question);

    /** Asks the same for a second vote: a model that draws its answers draws again. */
    default <A> Answer<A> askAgain(Question<A> question) {
        return ask(question);
    }

    /** Purpose → model and version of the prompt, for the manifest; empty where there are no prompts. */
    default SortedMap<Purpose, String> prompts() {
        return Collections.emptySortedMap();
    }
}

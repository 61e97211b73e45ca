package murmuration.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A phrase that might be used in a name or description.
 *
 * @param phrase in the words that most accounts use
 * @param determiner with a space after it, or nothing
 * @param stems of its content words
 * @param written share of the summaries read that write it
 * @param score the higher the better
 * @param support how many accounts of the sample hold it
 */
record Candidate(Phrase phrase, String determiner, Set<String> stems, double written, double score, int support) {
    /** Book a table for two; the exchange rate between dollars and euros. */
    String text() {
        List<String> words = new ArrayList<>();
        if (phrase.isAction()) {
            words.add(phrase.verb());
        }
        if (!phrase.noun().isEmpty()) {
            words.add(determiner + String.join(" ", phrase.noun()));
        }
        words.addAll(phrase.tail());
        return String.join(" ", words);
    }

    /** As a name: a thing without its determiner. */
    String name() {
        return phrase.isAction() ? text() : text().substring(determiner.length());
    }

    /** As what people asked: to book a table, about the weather, how to change a tire. */
    String asked() {
        if (!phrase.isAction()) {
            return "about " + text();
        }
        if (phrase.isAskedFor()) {
            return text().substring("ask ".length());
        }
        return phrase.isQuestion() ? text() : "to " + text();
    }

    /** Whether it says what is to be done with what. */
    boolean isDone() {
        return phrase.isAction() && !phrase.isBare() && !phrase.isAskedFor();
    }

    /** Whether it is a thing that says something by itself. */
    boolean isThing() {
        return !phrase.isAction() && !Phrases.isVague(phrase);
    }

    boolean sharesWith(Set<String> others) {
        return stems.stream().anyMatch(others::contains);
    }
}
